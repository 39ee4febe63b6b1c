//! Workers: which files a script starts as such, and which say themselves that they are one. It reads scripts in their compact
//! form and parses none.

use memchr::memmem;

/// No address of a worker is longer.
const LONGEST: usize = 2048;

/// What kind of worker a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// One that ends with its page.
    Worker,
    /// One that a browser keeps.
    Service,
}

/// A worker that a script starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its address as written.
    pub address: String,
    /// Whether the address starts from the script's own, not from that of the page.
    pub is_of_file: bool,
    /// What kind it is.
    pub role: Role,
}

/// The workers that a compact script starts under names that it has in its strings.
pub(super) fn started(text: &[u8]) -> Vec<Started> {
    const STARTS: [(&[u8], Role); 3] = [
        (b"newWorker(", Role::Worker),
        (b"newSharedWorker(", Role::Worker),
        (b"serviceWorker.register(", Role::Service),
    ];
    let at_end = |text: &[u8]| STARTS.iter().find(|(start, _)| text.ends_with(start)).map(|(_, role)| *role);
    let ends = memmem::find_iter(text, b"Worker").filter_map(|at| Some(at + memchr::memchr(b'(', &text[at..])? + 1));
    ends.filter_map(|end| named(&text[end..], at_end(&text[..end])?)).collect()
}

/// The worker whose address starts here, perhaps as a `URL`, perhaps with nothing added to it.
fn named(text: &[u8], role: Role) -> Option<Started> {
    let (mut rest, mut is_url) = (text, false);
    loop {
        if let Some(inner) = rest.strip_prefix(b"newURL(") {
            (rest, is_url) = (inner, true);
        } else if let Some(inner) = rest.strip_prefix(b"''+") {
            rest = inner;
        } else {
            break;
        }
    }
    let rest = rest.strip_prefix(b"'")?;
    let near = &rest[..rest.len().min(LONGEST)];
    let end = memchr::memchr(b'\'', near).filter(|end| *end > 0)?;
    let address = String::from_utf8_lossy(&near[..end]).into_owned();
    Some(Started { address, is_of_file: is_url && rest[end + 1..].starts_with(b",import.meta.url"), role })
}

/// What worker a compact script is, when it says so itself: by what only workers have, or by what they have and pages do not.
pub(super) fn role(text: &[u8]) -> Option<Role> {
    let listens = |events: &[&[u8]]| {
        let listener = &b"addEventListener('"[..];
        memmem::find_iter(text, listener)
            .any(|at| events.iter().any(|event| text[at + listener.len()..].starts_with(event)))
    };
    let holds = |word: &[u8]| memmem::find(text, word).is_some();
    if listens(&[b"install'", b"activate'", b"fetch'", b"push'"])
        || holds(b"self.skipWaiting(")
        || holds(b"clients.claim(")
    {
        return Some(Role::Service);
    }
    let is_worker = holds(b"importScripts(")
        || ((listens(&[b"message'"]) || holds(b"self.onmessage=") || holds(b"self.postMessage(") || has_handler(text))
            && !holds(b"document."));
    is_worker.then_some(Role::Worker)
}

/// Whether it sets the handler of messages by its bare name.
fn has_handler(text: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || matches!(text[at - 1], b';' | b'}' | b'{');
    memmem::find_iter(text, b"onmessage=").any(starts)
}

#[cfg(test)]
mod tests {
    use crate::recognise::compact::compact;
    use crate::recognise::worker::*;

    #[test]
    fn workers_are_found_by_their_names() {
        for (script, address, is_of_file, role) in [
            ("new Worker('w.js')", "w.js", false, Role::Worker),
            ("new SharedWorker(\"/js/w.js\", { type: 'module' })", "/js/w.js", false, Role::Worker),
            ("navigator.serviceWorker.register(`/sw.js?v=2`)", "/sw.js?v=2", false, Role::Service),
            ("new Worker(new URL('./w.js', import.meta.url))", "./w.js", true, Role::Worker),
            ("new Worker(\"\" + new URL('w.js', import.meta.url).href)", "w.js", true, Role::Worker),
            ("new Worker(new URL('w.js', document.baseURI))", "w.js", false, Role::Worker),
        ] {
            let expected = [Started { address: address.into(), is_of_file, role }];
            assert_eq!(started(&compact(script.as_bytes())), expected, "{script}");
        }
        for script in ["new Worker(url)", "new Worker('')", "if (window.Worker) go()", "serviceWorker.ready", "Worker"]
        {
            assert_eq!(started(&compact(script.as_bytes())), [], "{script}");
        }
    }

    #[test]
    fn workers_say_what_they_are() {
        for (script, expected) in [
            ("self.addEventListener('install', e => {})", Some(Role::Service)),
            ("addEventListener(\"fetch\", answer)", Some(Role::Service)),
            ("importScripts('a.js')", Some(Role::Worker)),
            ("onmessage = e => postMessage(1)", Some(Role::Worker)),
            ("self.onmessage = function () {}", Some(Role::Worker)),
            ("addEventListener('message', () => document.title)", None),
            ("channel.onmessage = go", None),
            ("typeof importScripts === 'function'", None),
            ("", None),
        ] {
            assert_eq!(role(&compact(script.as_bytes())), expected, "{script}");
        }
    }
}
