//! Where a development server can be reached, read from what it prints.

use url::{Host, Url};

/// The addresses of this machine in a line, as servers print them: `Local: http://localhost:5173/`. Those of the network are
/// left out, for which a server may ask more.
pub(super) fn addresses(line: &str) -> Vec<Url> {
    let line = anstream::adapter::strip_str(line).to_string();
    line.match_indices("http://").filter_map(|(at, _)| local(&line[at..])).collect()
}

/// The address that a text begins with.
fn local(text: &str) -> Option<Url> {
    let is_end = |letter: char| letter.is_whitespace() || "\"'`<>(),;│┃|".contains(letter);
    let address = text.split(is_end).next()?.trim_end_matches('.');
    let mut url = Url::parse(address).ok()?;
    let reachable = match url.host()? {
        Host::Domain(name) if name == "localhost" || name.ends_with(".localhost") => None,
        Host::Ipv4(ip) if ip.is_loopback() => None,
        Host::Ipv6(ip) if ip.is_loopback() => None,
        // It listens on every address, and this one is none to connect to.
        Host::Ipv4(ip) if ip.is_unspecified() => Some("127.0.0.1"),
        Host::Ipv6(ip) if ip.is_unspecified() => Some("localhost"),
        _ => return None,
    };
    if let Some(host) = reachable {
        url.set_host(Some(host)).ok()?;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_known_servers_have_their_address() {
        for (line, address) in [
            ("Web Server is available at http://localhost:1313/ (bind address 127.0.0.1)", "http://localhost:1313/"),
            ("  ➜  Local:   http://localhost:\u{1b}[1m5173\u{1b}[22m/", "http://localhost:5173/"),
            ("INFO    -  [10:12:01] Serving on http://127.0.0.1:8000/docs/", "http://127.0.0.1:8000/docs/"),
            ("[11ty] Server at http://localhost:8080/", "http://localhost:8080/"),
            ("┃ Local    http://localhost:4321/", "http://localhost:4321/"),
            ("Web server is available at http://127.0.0.1:1111 (bound to 127.0.0.1:1111)", "http://127.0.0.1:1111/"),
            ("    Server address: http://127.0.0.1:4000/", "http://127.0.0.1:4000/"),
            ("[SUCCESS] Docusaurus website is running at: http://localhost:3000/.", "http://localhost:3000/"),
            ("Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...", "http://127.0.0.1:8000/"),
            ("Serving HTTP on :: port 8000 (http://[::]:8000/) ...", "http://localhost:8000/"),
            ("Listening on http://[::1]:3000", "http://[::1]:3000/"),
        ] {
            let found: Vec<String> = addresses(line).iter().map(Url::to_string).collect();
            assert_eq!(found, [address], "{line}");
        }
    }

    #[test]
    fn other_addresses_are_none_of_this_machine() {
        for line in [
            "  ➜  Network: http://192.168.1.5:5173/",
            "docs: http://example.org/localhost",
            "http://localhost.example.org/",
            "https://localhost:5173/",
            "http://",
        ] {
            assert!(addresses(line).is_empty(), "{line}");
        }
    }
}
