//! The charter in the sitemap (sitemaps.org, protocol 0.9), so that search engines find it like any other page.

use std::path::Path;
use std::sync::LazyLock;

use regex::bytes::Regex;

static LOC: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s-u)<(?:[\w.-]+:)?loc>\s*(.*?)\s*</").ok());
static END: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s-u)[ \t]*</((?:[\w.-]+:)?)urlset\s*>").ok());

/// Whether a file at the root of the site has the name of a sitemap or of a part of one.
pub(super) fn is_named(path: &Path) -> bool {
    let name = path.to_str().unwrap_or_default();
    name.starts_with("sitemap") && name.ends_with(".xml")
}

/// The addresses in a sitemap.
pub(super) fn addresses(map: &[u8]) -> Vec<String> {
    let Some(loc) = LOC.as_ref() else { return Vec::new() };
    let found = loc.captures_iter(map).filter_map(|captures| captures.get(1));
    found.map(|address| unescape(&String::from_utf8_lossy(address.as_bytes()))).collect()
}

/// The sitemap with these pages added at its end. `None` where it has no list of pages, or is in an encoding that is not
/// read.
pub(super) fn with_pages(map: &[u8], pages: &[&str]) -> Option<Vec<u8>> {
    let end = END.as_ref()?.captures_iter(map).last()?;
    let (whole, prefix) = (end.get(0)?, String::from_utf8_lossy(end.get(1)?.as_bytes()));
    let mut new = map[..whole.start()].to_vec();
    // A sitemap that is written in lines stays so.
    let (indent, line) = if new.ends_with(b"\n") { ("  ", "\n") } else { ("", "") };
    for page in pages {
        let page = page.replace('&', "&amp;").replace('<', "&lt;");
        new.extend(format!("{indent}<{prefix}url><{prefix}loc>{page}</{prefix}loc></{prefix}url>{line}").bytes());
    }
    new.extend(&map[whole.start()..]);
    Some(new)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_added_as_the_map_is_written() {
        let with =
            |map: &str| with_pages(map.as_bytes(), &["https://a.fr/c/"]).map(|map| String::from_utf8(map).unwrap());
        assert_eq!(
            with("<urlset>\n  <url><loc>https://a.fr/</loc></url>\n</urlset>\n").unwrap(),
            "<urlset>\n  <url><loc>https://a.fr/</loc></url>\n  <url><loc>https://a.fr/c/</loc></url>\n</urlset>\n"
        );
        assert_eq!(
            with("<s:urlset></s:urlset>").unwrap(),
            "<s:urlset><s:url><s:loc>https://a.fr/c/</s:loc></s:url></s:urlset>"
        );
        assert_eq!(with("<sitemapindex></sitemapindex>"), None);
        assert_eq!(addresses(b"<url><loc> https://a.fr/?a=1&amp;b=2\n</loc></url>"), ["https://a.fr/?a=1&b=2"]);
    }
}
