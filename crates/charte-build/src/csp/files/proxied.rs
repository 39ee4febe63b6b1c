//! Paths of the site that its host has another server answer. To browsers what comes from there is the site's own.

use charte_core::diagnostic::Place;
use serde_json::Value;
use toml::de::DeTable;

/// A path, as written, and the address of whoever answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proxied {
    pub(crate) path: String,
    pub(crate) address: String,
    /// Where the address stands.
    pub(crate) place: Place,
}

impl Proxied {
    /// The path of the site as far as it is the same for all that the rule fits.
    pub(crate) fn start(&self) -> String {
        let from = self.path.trim_start_matches('^');
        let start = from.split(['*', ':', '(', '[', '\\', '$', '?']).next().unwrap_or_default();
        format!("/{}", start.trim_start_matches('/'))
    }
}

fn is_absolute(address: &str) -> bool {
    let scheme = address.split_once("//").map_or("", |(scheme, _)| scheme);
    ["http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// A line of `_redirects` (Netlify): `/from to 200`, with parameters between and conditions behind.
pub(super) fn redirect(line: &str, place: impl Fn(&str) -> Place) -> Option<Proxied> {
    let mut words = line.split_whitespace().take_while(|word| !word.starts_with('#'));
    let path = words.next()?;
    let mut rest = words.skip_while(|word| !word.starts_with('/') && !is_absolute(word));
    let address = rest.next().filter(|address| is_absolute(address))?;
    let is_answered = rest.next().is_some_and(|status| status.trim_end_matches('!') == "200");
    is_answered.then(|| Proxied { path: path.into(), address: address.into(), place: place(address) })
}

/// `netlify.toml`: `[[redirects]]` with the status 200.
pub(super) fn netlify(file: &str, text: &str, root: &DeTable<'_>) -> Vec<Proxied> {
    let redirects = root.get("redirects").and_then(|list| list.get_ref().as_array()).into_iter().flatten();
    let proxied = redirects.filter_map(|redirect| {
        let redirect = redirect.get_ref().as_table()?;
        let status = redirect.get("status")?.get_ref().as_integer()?.as_str().to_owned();
        let (path, to) = (redirect.get("from")?.get_ref().as_str()?, redirect.get("to")?);
        let address = to.get_ref().as_str().filter(|address| status == "200" && is_absolute(address))?;
        Some(Proxied { path: path.into(), address: address.into(), place: Place::of(file, text, to.span()) })
    });
    proxied.collect()
}

/// `vercel.json`: `rewrites`, and `routes` in older files, that lead to a whole address. A route with a status is a redirect.
pub(super) fn vercel(root: &Value, place: impl Fn(&str) -> Place) -> Vec<Proxied> {
    let keys = [("rewrites", "source", "destination"), ("routes", "src", "dest")];
    let proxied = keys.iter().flat_map(|(list, from, to)| {
        let rules = root.get(list).and_then(Value::as_array).into_iter().flatten();
        rules.filter(|rule| rule.get("status").is_none()).filter_map(|rule| {
            let text = |key: &str| rule.get(key).and_then(Value::as_str);
            let (path, address) = (text(from)?, text(to).filter(|address| is_absolute(address))?);
            Some(Proxied { path: path.into(), address: address.into(), place: place(address) })
        })
    });
    proxied.collect()
}

/// A line of `.htaccess`: `RewriteRule pattern address [P]`.
pub(super) fn apache(words: &[String], place: impl Fn(&str) -> Place) -> Option<Proxied> {
    let [directive, path, address, flags, ..] = words else { return None };
    let mut flags = flags.trim_matches(['[', ']']).split(',').map(str::trim);
    let is_proxied = flags.any(|flag| flag.eq_ignore_ascii_case("P") || flag.eq_ignore_ascii_case("proxy"));
    let is_one = directive.eq_ignore_ascii_case("RewriteRule") && is_proxied && is_absolute(address);
    is_one.then(|| Proxied { path: path.clone(), address: address.clone(), place: place(address) })
}
