//! Workers: which files a script starts as workers, and which scripts show that they are one. It searches scripts in compact form.

use memchr::memmem;

/// Longer addresses of workers are not read, in bytes.
const LONGEST: usize = 2048;

/// What kind of worker a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkerKind {
    /// A dedicated or shared worker, which ends with its pages.
    Worker,
    /// A service worker, which a browser keeps.
    Service,
}

/// A worker that a script starts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartedWorker {
    /// Its address as written.
    pub address: String,
    /// Whether the address is relative to that of the script (`import.meta.url`), not to that of the page.
    pub is_script_relative: bool,
    /// Its kind.
    pub kind: WorkerKind,
}

/// The workers that a compact script starts by an address in a string.
pub(super) fn started(text: &[u8]) -> Vec<StartedWorker> {
    const STARTS: [(&[u8], WorkerKind); 3] = [
        (b"newWorker(", WorkerKind::Worker),
        (b"newSharedWorker(", WorkerKind::Worker),
        (b"serviceWorker.register(", WorkerKind::Service),
    ];
    let at_end = |text: &[u8]| STARTS.iter().find(|(start, _)| text.ends_with(start)).map(|(_, kind)| *kind);
    let ends = memmem::find_iter(text, b"Worker").filter_map(|at| Some(at + memchr::memchr(b'(', &text[at..])? + 1));
    ends.filter_map(|end| named(&text[end..], at_end(&text[..end])?)).collect()
}

/// The worker whose address starts here: a string, which may be in `new URL(…)` or after an empty string.
fn named(text: &[u8], kind: WorkerKind) -> Option<StartedWorker> {
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
    Some(StartedWorker {
        address,
        is_script_relative: is_url && rest[end + 1..].starts_with(b",import.meta.url"),
        kind,
    })
}

/// The kind of worker that a compact script is: it uses what only workers have, or handles messages without using `document`.
pub(super) fn own_kind(text: &[u8]) -> Option<WorkerKind> {
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
        return Some(WorkerKind::Service);
    }
    let is_worker = holds(b"importScripts(")
        || ((listens(&[b"message'"])
            || holds(b"self.onmessage=")
            || holds(b"self.postMessage(")
            || sets_onmessage(text))
            && !holds(b"document."));
    is_worker.then_some(WorkerKind::Worker)
}

/// Whether it assigns the global `onmessage`.
fn sets_onmessage(text: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || matches!(text[at - 1], b';' | b'}' | b'{');
    memmem::find_iter(text, b"onmessage=").any(starts)
}

#[cfg(test)]
mod tests {
    use crate::recognise::compact::compact;
    use crate::recognise::worker::*;

    #[test]
    fn started_workers_are_found() {
        for (script, address, is_script_relative, kind) in [
            ("new Worker('w.js')", "w.js", false, WorkerKind::Worker),
            ("new SharedWorker(\"/js/w.js\", { type: 'module' })", "/js/w.js", false, WorkerKind::Worker),
            ("navigator.serviceWorker.register(`/sw.js?v=2`)", "/sw.js?v=2", false, WorkerKind::Service),
            ("new Worker(new URL('./w.js', import.meta.url))", "./w.js", true, WorkerKind::Worker),
            ("new Worker(\"\" + new URL('w.js', import.meta.url).href)", "w.js", true, WorkerKind::Worker),
            ("new Worker(new URL('w.js', document.baseURI))", "w.js", false, WorkerKind::Worker),
        ] {
            let expected = [StartedWorker { address: address.into(), is_script_relative, kind }];
            assert_eq!(started(&compact(script.as_bytes())), expected, "{script}");
        }
        for script in ["new Worker(url)", "new Worker('')", "if (window.Worker) go()", "serviceWorker.ready", "Worker"]
        {
            assert_eq!(started(&compact(script.as_bytes())), [], "{script}");
        }
    }

    #[test]
    fn scripts_show_that_they_are_workers() {
        for (script, expected) in [
            ("self.addEventListener('install', e => {})", Some(WorkerKind::Service)),
            ("addEventListener(\"fetch\", answer)", Some(WorkerKind::Service)),
            ("importScripts('a.js')", Some(WorkerKind::Worker)),
            ("onmessage = e => postMessage(1)", Some(WorkerKind::Worker)),
            ("self.onmessage = function () {}", Some(WorkerKind::Worker)),
            ("addEventListener('message', () => document.title)", None),
            ("channel.onmessage = go", None),
            ("typeof importScripts === 'function'", None),
            ("", None),
        ] {
            assert_eq!(own_kind(&compact(script.as_bytes())), expected, "{script}");
        }
    }
}
