//! Headers by which a server has browsers contact others. They come before the page, so that nothing in a page can hold them.

use charte_core::diagnostic::Place;

use crate::csp::policies::HEADER;

/// An address that browsers contact because of a header.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contact {
    /// The header's name as written.
    pub(crate) header: String,
    pub(crate) address: String,
    /// Where the header's value stands.
    pub(crate) place: Place,
}

/// The relations of a `Link` header at which browsers connect or fetch (HTML Standard, "Link types"; RFC 9842).
const FETCHED: [&str; 9] = [
    "compression-dictionary",
    "dns-prefetch",
    "icon",
    "modulepreload",
    "preconnect",
    "prefetch",
    "preload",
    "prerender",
    "stylesheet",
];

/// The addresses that a header has browsers contact: with the page, or later with reports of what happened in it.
pub(super) fn of(name: &str, value: &str, place: impl Fn() -> Place) -> Vec<Contact> {
    let contact = |address: &str| Contact { header: name.into(), address: address.into(), place: place() };
    match name.to_ascii_lowercase().as_str() {
        "link" => links(value).map(contact).collect(),
        // Strings of a structured field, or of JSON.
        "reporting-endpoints" | "report-to" | "speculation-rules" => {
            value.split('"').filter(|text| text.contains("//")).map(contact).collect()
        }
        "refresh" => refreshed(value).map(contact).into_iter().collect(),
        HEADER | "content-security-policy-report-only" => reports(value).map(contact).collect(),
        _ => Vec::new(),
    }
}

/// The targets of a `Link` header (RFC 8288) that are fetched or connected to.
fn links(value: &str) -> impl Iterator<Item = &str> {
    value.split('<').filter_map(|link| {
        let (address, parameters) = link.split_once('>')?;
        let mut relations = parameters.split([';', ',']).filter_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
        });
        let is_fetched = |relation: &str| FETCHED.iter().any(|fetched| relation.eq_ignore_ascii_case(fetched));
        relations.any(|relation| relation.split_whitespace().any(is_fetched)).then_some(address)
    })
}

/// Where a `Refresh` header leads (HTML Standard, "shared declarative refresh steps").
fn refreshed(value: &str) -> Option<&str> {
    let (_, target) = value.split_once([';', ','])?;
    let target = target.trim();
    let address = match target.split_once('=') {
        Some((name, address)) if name.trim().eq_ignore_ascii_case("url") => address,
        _ => target,
    };
    Some(address.trim().trim_matches(['"', '\'']))
}

/// Where a policy has violations reported (CSP3, `report-uri`).
fn reports(policy: &str) -> impl Iterator<Item = &str> {
    policy.split([';', ',']).flat_map(|directive| {
        let mut words = directive.split_whitespace();
        let is_report = words.next().is_some_and(|name| name.eq_ignore_ascii_case("report-uri"));
        words.filter(move |_| is_report)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(name: &str, value: &str) -> Vec<String> {
        of(name, value, || Place::of("f", "", 0..0)).into_iter().map(|contact| contact.address).collect()
    }

    #[test]
    fn what_is_fetched_or_reported_is_found() {
        let links = "<https://a.example>; rel=preconnect, </own.css>; rel=\"alternate stylesheet\";as=style, \
                     <https://b.example/next>; rel=next";
        assert_eq!(addresses("Link", links), ["https://a.example", "/own.css"]);
        assert_eq!(addresses("Reporting-Endpoints", "a=\"https://r.example/1\", b=\"/own\""), ["https://r.example/1"]);
        let json = r#"{"group":"a","endpoints":[{"url":"https://r.example/2"}]}"#;
        assert_eq!(addresses("Report-To", json), ["https://r.example/2"]);
        assert_eq!(addresses("Speculation-Rules", "\"https://r.example/rules\""), ["https://r.example/rules"]);
        assert_eq!(addresses("Refresh", "5; URL = 'https://r.example/'"), ["https://r.example/"]);
        assert_eq!(addresses("refresh", "0,https://r.example/?a=b"), ["https://r.example/?a=b"]);
        assert_eq!(addresses("Refresh", "5"), [""; 0]);
        let policy = "default-src https://not.example; Report-URI https://r.example/3 /own";
        assert_eq!(addresses("Content-Security-Policy", policy), ["https://r.example/3", "/own"]);
        assert_eq!(addresses("X-Frame-Options", "<https://a.example>; rel=preconnect"), [""; 0]);
    }
}
