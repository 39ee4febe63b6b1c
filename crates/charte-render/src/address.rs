//! Addresses of links: from an author's value to an `href`.

use charte_core::charter::Charter;
use url::Url;

use crate::view::Reach;

/// `value` as the address of a link. A relative address is resolved against the base path. `None` for schemes other than HTTP
/// (`javascript:…`).
pub(super) fn link(value: &str, base_path: &str) -> Option<String> {
    match Url::parse(value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(value.into()),
        Ok(_) => None,
        Err(_) if value.starts_with("//") => Some(format!("https:{value}")),
        Err(_) if value.starts_with(['/', '#', '?']) => Some(value.into()),
        Err(_) => Some(format!("{base_path}{value}")),
    }
}

/// A contact: an e-mail address or a web page.
pub(super) fn reach(value: &str, base_path: &str) -> Option<Reach> {
    let mail = value.strip_prefix("mailto:").unwrap_or(value);
    if mail.contains('@') && !mail.contains(['/', ' ']) {
        return Some(Reach { text: mail.into(), address: format!("mailto:{mail}") });
    }
    let address = link(value, base_path)?;
    let text = value.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Some(Reach { text: text.into(), address })
}

/// A telephone number; the link has its digits alone (RFC 3966).
pub(super) fn phone(value: &str) -> Reach {
    let digits: String = value.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
    Reach { text: value.into(), address: format!("tel:{digits}") }
}

/// The host of an absolute HTTP address, without `www.`.
pub(super) fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.host_str().map(|host| host.trim_start_matches("www.").to_string())
}

/// Address of charte's own folder, with its last slash.
pub(crate) fn folder(charter: &Charter) -> String {
    format!("{}{}/", charter.base_path, charter.folders.folder.trim_matches('/'))
}

#[cfg(test)]
mod tests {
    use crate::address::{host, link, reach};

    #[test]
    fn only_what_can_be_followed_becomes_a_link() {
        assert_eq!(link("https://a.example/x", "/b/").as_deref(), Some("https://a.example/x"));
        assert_eq!(link("mentions-legales/", "/b/").as_deref(), Some("/b/mentions-legales/"));
        assert_eq!(link("/mentions/", "/b/").as_deref(), Some("/mentions/"));
        assert_eq!(link("javascript:alert(1)", "/"), None);
        assert_eq!(host("javascript:alert(1)"), None);
        assert_eq!(host("https://www.youtube.com/embed/x").as_deref(), Some("youtube.com"));
    }

    #[test]
    fn people_are_reached_by_mail_or_by_page() {
        assert_eq!(reach("dpo@example.fr", "/").unwrap().address, "mailto:dpo@example.fr");
        let page = reach("https://example.fr/contact/", "/").unwrap();
        assert_eq!((page.text.as_str(), page.address.as_str()), ("example.fr/contact", "https://example.fr/contact/"));
    }
}
