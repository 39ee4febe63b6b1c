//! The catalogue against pages: the snippet of each service, as its vendor documents it, is recognised as that service and
//! as nothing else, and no service claims an address of another's.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use charte_build::prepare;
use charte_build::prepare::Portal;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::model::{Consent, Service};
use charte_core::{check, manifest};
use charte_rewrite::recognise::{Address, Verdict};

/// A portal that declares every service of the catalogue, each of them waiting: an exempt one would not be reported.
fn charter(catalogue: &Catalogue) -> Charter {
    let services: Vec<&str> = catalogue.ids().collect();
    let text = format!(
        "version = 1\n[publisher]\nname = \"Mairie\"\ncontact = \"contact@example.org\"\ndpo = \"dpo@example.org\"\n\
         [portal.all]\nname = \"Portail\"\nurl = \"https://portail.example\"\ninput = \"public\"\nupdated = 2026-11-23\n\
         services = {services:?}\n"
    );
    let (manifest, findings) = manifest::parse("charte.toml", &text);
    assert!(findings.is_empty(), "{findings:#?}");
    let (mut charters, findings) = check::check(&manifest, catalogue);
    let mut charter = charters.pop().unwrap_or_else(|| panic!("{findings:#?}"));
    charter.services.iter_mut().for_each(|service| service.consent = Consent::Required);
    charter
}

/// Runs `test` with a portal that declares everything.
fn with_portal(test: impl Fn(&Portal, &Catalogue)) {
    let catalogue = Catalogue::embedded();
    let charter = charter(&catalogue);
    let portal =
        prepare::ready(&charter, Path::new("."), &catalogue).unwrap_or_else(|findings| panic!("{findings:#?}"));
    test(&portal, &catalogue);
}

/// The services that a page with this body waits for, and the unknown hosts.
fn found(portal: &Portal, body: &str) -> BTreeSet<String> {
    let page = format!("<!doctype html><html lang=\"fr\"><head><title>Page</title></head><body>{body}</body></html>");
    let rules = portal.rules(Path::new("index.html"), None);
    let report = charte_rewrite::rewrite(page.as_bytes(), &rules).report;
    let unknown = report.unknown.into_iter().map(|contact| contact.host.unwrap_or_default());
    let waiting = report.gated.into_iter().map(|gated| gated.service).filter(|service| service != "unknown");
    waiting.chain(unknown).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets")
}

/// Whether the service can be recognised in a page.
fn is_visible(service: &Service) -> bool {
    !(service.hosts.is_empty() && service.paths.is_empty() && service.signatures.is_empty())
}

/// The services that a snippet's first line says it starts besides its own: `<!-- also: google-analytics -->`.
fn others(snippet: &str) -> Vec<String> {
    let line = snippet.lines().next().unwrap_or_default();
    let list = line.strip_prefix("<!-- also:").and_then(|rest| rest.strip_suffix("-->"));
    list.into_iter().flat_map(|list| list.split(',')).map(|id| id.trim().to_owned()).collect()
}

fn read(id: &str) -> String {
    let file = folder().join(format!("{id}.html"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn every_visible_service_has_a_snippet_and_no_other_has() {
    let catalogue = Catalogue::embedded();
    let wanted: BTreeSet<String> =
        catalogue.services().filter(|service| is_visible(service)).map(|service| service.id.clone()).collect();
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = files.map(|name| name.strip_suffix(".html").unwrap().to_owned()).collect();
    let missing: Vec<_> = wanted.difference(&there).collect();
    let left_over: Vec<_> = there.difference(&wanted).collect();
    assert!(missing.is_empty() && left_over.is_empty(), "missing: {missing:?}\nleft over: {left_over:?}");
}

#[test]
fn each_snippet_is_recognised_as_its_service_and_as_nothing_else() {
    with_portal(|portal, catalogue| {
        let mut faults = Vec::new();
        for service in catalogue.services().filter(|service| is_visible(service)) {
            let snippet = read(&service.id);
            let mut wanted: BTreeSet<String> = others(&snippet).into_iter().collect();
            wanted.insert(service.id.clone());
            let found = found(portal, &snippet);
            if found != wanted {
                faults.push(format!("{}: {found:?}", service.id));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

/// Parts of inline scripts that load something, as snippets write them.
const LOADERS: [&str; 3] = ["createElement(", ".src=", ".src ="];

/// Recognising one script of a snippet is not enough: what its other scripts load must wait too.
#[test]
fn every_inline_script_of_a_snippet_that_loads_something_waits() {
    with_portal(|portal, catalogue| {
        let mut faults = Vec::new();
        for service in catalogue.services().filter(|service| is_visible(service)) {
            let snippet = read(&service.id);
            let scripts =
                snippet.split("<script").skip(1).filter_map(|rest| rest.split("</script>").next()?.split_once('>'));
            let loading = scripts.filter(|(_, text)| LOADERS.iter().any(|loader| text.contains(loader)));
            faults.extend(loading.filter_map(|(_, text)| {
                let waits = !portal.recogniser.inline_script(text.as_bytes()).waits.is_empty();
                (!waits).then(|| format!("{}: {}", service.id, text.trim()))
            }));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn a_service_whose_snippet_shows_a_frame_says_what_its_placeholder_stands_for() {
    let catalogue = Catalogue::embedded();
    let shows = |service: &&Service| {
        let snippet = read(&service.id);
        let unseen = snippet.split("<noscript>").skip(1).filter_map(|rest| rest.split("</noscript>").next());
        snippet.matches("<iframe").count() > unseen.map(|part| part.matches("<iframe").count()).sum()
    };
    let silent = catalogue.services().filter(|service| is_visible(service) && service.placeholder.is_none());
    let silent: Vec<&str> = silent.filter(shows).map(|service| service.id.as_str()).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// Addresses that match a pattern of hosts or of paths.
fn addresses(pattern: &str) -> Vec<String> {
    let Some((host, path)) = pattern.split_once('/') else {
        let hosts = match pattern.strip_prefix("*.") {
            Some(domain) => vec![domain.to_owned(), format!("zz.{domain}")],
            None => vec![pattern.to_owned()],
        };
        return hosts.into_iter().map(|host| format!("https://{host}/zz")).collect();
    };
    let host = if host == "*" { "tiers.example".into() } else { host.replace('*', "zz") };
    ["", "zz"].map(|share| format!("https://{host}/{}", path.replace('*', share))).into()
}

#[test]
fn every_address_that_a_service_claims_is_recognised_as_its_own() {
    with_portal(|portal, catalogue| {
        let mut faults = Vec::new();
        for service in catalogue.services() {
            for pattern in service.hosts.iter().chain(&service.paths) {
                for written in addresses(pattern) {
                    let address = Address::parse(&written, None).unwrap();
                    let verdict = portal.recogniser.address(&address);
                    if verdict != Verdict::Waits(&service.id) {
                        faults.push(format!("{}: {pattern}: {written} is {verdict:?}", service.id));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn every_signature_starts_its_own_service_alone() {
    with_portal(|portal, catalogue| {
        let mut faults = Vec::new();
        for service in catalogue.services() {
            for signature in &service.signatures {
                let inline = portal.recogniser.inline_script(signature.as_bytes());
                if inline.waits != [service.id.as_str()] {
                    faults.push(format!("{}: {signature} starts {:?}", service.id, inline.waits));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn a_tag_of_google_belongs_to_the_service_that_its_identifier_names() {
    let tag = |id: &str| format!("https://www.googletagmanager.com/gtag/js?id={id}");
    let cases = BTreeMap::from([
        (tag("G-ABC123"), "google-analytics"),
        (tag("UA-123-1"), "google-analytics"),
        (tag("GT-ABC123"), "google-analytics"),
        (tag("AW-123"), "google-ads"),
        (tag("DC-123"), "google-ads"),
        (tag("GTM-ABC"), "google-tag-manager"),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-ABC".into(), "google-tag-manager"),
        ("https://www.googletagmanager.com/ns.html?id=GTM-ABC".into(), "google-tag-manager"),
    ]);
    with_portal(|portal, _| {
        for (address, service) in &cases {
            let script = found(portal, &format!("<script async src=\"{address}\"></script>"));
            assert_eq!(script, BTreeSet::from([(*service).to_owned()]), "{address}");
        }
        let configured = |id: &str| {
            let calls =
                format!("function gtag(){{dataLayer.push(arguments)}} gtag('js', new Date()); gtag('config', '{id}');");
            found(portal, &format!("<script>{calls}</script>"))
        };
        assert_eq!(configured("G-ABC123"), BTreeSet::from(["google-analytics".to_owned()]));
        assert_eq!(configured("AW-123"), BTreeSet::from(["google-ads".to_owned()]));
        assert_eq!(configured("DC-123"), BTreeSet::from(["google-ads".to_owned()]));
    });
}

#[test]
fn youtube_without_cookies_is_youtube_and_waits() {
    with_portal(|portal, catalogue| {
        let frame = "<iframe src=\"https://www.youtube-nocookie.com/embed/jNQXAC9IVRw\" title=\"Film\"></iframe>";
        assert_eq!(found(portal, frame), BTreeSet::from(["youtube".to_owned()]));
        assert!(catalogue.get("youtube").unwrap().consent.is_required());
    });
}
