//! From the text of a manifest to charters: what is inherited, what is filled in, what is refused.

use std::sync::LazyLock;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};
use charte_core::{check, manifest};

/// The smallest valid portal.
const TOWN: &str = r#"
version = 1
[publisher]
name = "Commune de Saint-Pierre-du-Perray"
address = "Place de la Mairie, 91280 Saint-Pierre-du-Perray"
contact = "mairie@example.fr"
dpo = "dpo@example.fr"
public_body = true
[portal.town]
name = "Données de Saint-Pierre-du-Perray"
url = "https://data.saint-pierre-du-perray.fr"
input = "public"
services = ["opendatasoft"]
updated = 2026-11-23
"#;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

fn read(text: &str) -> (Vec<Charter>, Vec<Diagnostic>) {
    let (manifest, mut findings) = manifest::parse("charte.toml", text);
    let (charters, found) = check::check(&manifest, &CATALOGUE);
    findings.extend(found);
    (charters, findings)
}

fn codes(findings: &[Diagnostic], level: Level) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.level == level).map(|finding| finding.code).collect()
}

#[test]
fn ten_lines_make_a_charter_without_a_banner() {
    let (charters, findings) = read(TOWN);
    assert_eq!(findings, []);
    let [charter] = &charters[..] else { panic!("{charters:?}") };
    assert!(!charter.has_choice() && !charter.has_banner());
    assert_eq!(charter.url, "https://data.saint-pierre-du-perray.fr/");
    assert_eq!((charter.base_path.as_str(), charter.languages.as_slice()), ("/", &["fr".to_owned()][..]));
    let names: Vec<&str> = charter.services[0].trackers.iter().map(|tracker| tracker.name.as_str()).collect();
    assert_eq!(names, ["sessionid", "django_language", "csrftoken", "cookies_preferences"]);
}

#[test]
fn a_service_that_needs_consent_brings_a_banner_and_the_cookie_that_keeps_the_choice() {
    let text = TOWN.replace("[\"opendatasoft\"]", "[\"youtube\"]");
    let (charters, findings) = read(&text);
    assert_eq!(codes(&findings, Level::Error), [""; 0]);
    assert!(charters[0].has_banner());
    assert_eq!(charters[0].services[0].trackers[0].name, "cookies_preferences");
    assert_eq!(charters[0].choice.days, 182);
}

#[test]
fn a_portal_inherits_what_it_does_not_say() {
    let text = format!(
        "{TOWN}\n[site]\nlanguages = [\"fr\", \"en\"]\nallow = [\"cdn.example.org\"]\n[site.choice]\nlifetime = \"3 months\"\n\
         [portal.town.publisher]\nname = \"Régie\"\n"
    );
    let (charters, findings) =
        read(&text.replace("input = \"public\"\n", "input = \"public\"\nallow = [\"x.example.org\"]\n"));
    // The platform's cookie is declared for six months, but this portal asks for no consent, so that it is not charte's own.
    assert_eq!(codes(&findings, Level::Note), ["languages-two"]);
    assert_eq!(findings.len(), 1);
    assert_eq!(charters[0].languages, ["fr", "en"]);
    assert_eq!(charters[0].allow, ["x.example.org"]);
    assert_eq!(charters[0].publisher.name, "Régie");
    assert_eq!(charters[0].publisher.dpo.as_deref(), Some("dpo@example.fr"));
}

#[test]
fn a_manifest_changes_what_the_catalogue_says_field_by_field() {
    let text = TOWN.replace("[\"opendatasoft\"]", "[\"matomo\"]")
        + r#"
[service.matomo]
hosts = ["stats.example.fr"]
retention = "13 months"
without = ["_pk_ref.*"]
[[service.matomo.tracker]]
name = "_pk_id.*"
lifetime = "6 months"
[[service.matomo.tracker]]
name = "mine"
description = { fr = "Le mien." }
lifetime = "session"
"#;
    let (charters, findings) = read(&text);
    assert_eq!(codes(&findings, Level::Error), [""; 0], "{findings:#?}");
    let matomo = charters[0].services.iter().find(|service| service.id == "matomo").unwrap();
    assert_eq!(matomo.hosts, ["stats.example.fr"]);
    let life = |name: &str| {
        let tracker = matomo.trackers.iter().find(|tracker| tracker.name == name)?;
        Some(tracker.lifetime?.to_string())
    };
    assert_eq!(life("_pk_id.*").as_deref(), Some("6 months"));
    assert_eq!(life("_pk_ref.*"), None);
    assert_eq!(life("mine").as_deref(), Some("session"));
}

#[test]
fn a_manifest_says_which_elements_a_script_fills() {
    let of = |embeds: &str| {
        let services = TOWN.replace("[\"opendatasoft\"]", "[\"x\"]");
        read(&format!("{services}[service.x]\nembeds = [{embeds}]\n"))
    };
    let (charters, findings) = of("\"blockquote.post\", \"[data-post]\"");
    assert_eq!(codes(&findings, Level::Error), [""; 0], "{findings:#?}");
    let x = charters[0].services.iter().find(|service| service.id == "x").unwrap();
    let embeds: Vec<String> = x.embeds.iter().map(ToString::to_string).collect();
    assert_eq!(embeds, ["blockquote.post", "[data-post]"]);

    let (_, findings) = of("\"#a\", \"main > .post\", \"\"");
    let wrong: Vec<_> = findings.iter().filter(|finding| finding.code == "wrong-selector").collect();
    assert_eq!(wrong.len(), 2, "{findings:#?}");
    let place = wrong[0].place.as_ref().unwrap();
    assert_eq!(&place.excerpt[place.range.clone()], "\"main > .post\"");
    assert!(wrong.iter().all(|finding| finding.help.is_some()));
}

#[test]
fn the_fingerprint_follows_what_is_asked_and_nothing_else() {
    let of = |services: &str, more: &str| {
        let (charters, findings) = read(&(TOWN.replace("[\"opendatasoft\"]", services) + more));
        assert_eq!(codes(&findings, Level::Error), [""; 0], "{findings:#?}");
        charters[0].fingerprint()
    };
    let one = of("[\"youtube\"]", "");
    assert_eq!(one, of("[\"opendatasoft\", \"youtube\"]", ""));
    assert_eq!(one, of("[\"youtube\"]", "[service.youtube]\ndescription = { fr = \"Autrement dit.\" }\n"));
    assert_eq!(of("[\"youtube\", \"vimeo\"]", ""), of("[\"vimeo\", \"youtube\"]", ""));
    assert_ne!(one, of("[\"youtube\", \"vimeo\"]", ""));
    assert_ne!(one, of("[\"youtube\"]", "[service.youtube.provider]\nname = \"Another\"\n"));
    // A browser keeps an answer for as long as was asked: with a shorter time it must not hold any more.
    let lasting = |time: &str| of(&format!("[\"youtube\"]\nchoice = {{ lifetime = \"{time}\" }}"), "");
    assert_eq!(one, lasting("6 months"));
    assert_ne!(one, lasting("12 months"));
    // A browser sends the cookie of `/` below it too: what is refused there must not undo what is accepted here.
    let below = |choice: &str| {
        let town = TOWN.replace("perray.fr\"", "perray.fr/map/\"");
        let (charters, findings) = read(&town.replace("[\"opendatasoft\"]", &format!("[\"youtube\"]{choice}")));
        assert_eq!(codes(&findings, Level::Error), [""; 0], "{findings:#?}");
        (charters[0].base_path.clone(), charters[0].fingerprint())
    };
    let (path, other) = below("");
    assert_eq!((path.as_str(), one != other), ("/map/", true));
    // A choice for a whole domain is one for all its paths.
    let shared = "\nchoice = { domain = \"saint-pierre-du-perray.fr\" }";
    assert_eq!(below(shared).1, of(&format!("[\"youtube\"]{shared}"), ""));
}

#[test]
fn every_fault_is_reported_in_one_run() {
    let (charters, findings) = read(
        r#"
version = 1
languges = ["fr"]
[site]
dpo = "dpo@example.fr"
unknown = "blok"
[portal.Town]
name = 3
url = "data.example.fr"
services = ["youtub", "recaptcha", "recaptcha"]
[service.recaptcha]
consent = { exempt = "security" }
[broken
"#,
    );
    assert!(charters.is_empty());
    let found = codes(&findings, Level::Error);
    for code in [
        "toml-syntax",
        "unknown-key",
        "wrong-value",
        "wrong-identifier",
        "wrong-type",
        "wrong-url",
        "unknown-service",
        "duplicate-service",
    ] {
        assert!(found.contains(&code), "{code} is missing from {found:?}");
    }
    let help =
        |needle: &str| findings.iter().any(|finding| finding.help.as_deref().is_some_and(|help| help.contains(needle)));
    assert!(help("`dpo` belongs under `[publisher]`"), "{findings:#?}");
    assert!(help("did you mean `youtube`?"));
}

#[test]
fn what_the_law_refuses_is_an_error() {
    let cases: &[(&str, &str, &str)] = &[
        ("never-exempt", "recaptcha", "consent = { exempt = \"security\" }"),
        ("purpose-not-exempt", "matomo", "purpose = \"social\"\nconsent = { exempt = \"interface\" }"),
        ("wrong-ground", "opendatasoft", "consent = { exempt = \"audience-measurement\" }"),
        ("wrong-ground", "matomo", "consent = { exempt = \"security\" }"),
        ("audience-retention", "matomo", "retention = \"3 years\"\nconsent = { exempt = \"audience-measurement\" }"),
    ];
    for (code, service, declared) in cases {
        let services = format!("[\"{service}\"]");
        let text = format!("{}\n[service.{service}]\n{declared}\n", TOWN.replace("[\"opendatasoft\"]", &services));
        let (charters, findings) = read(&text);
        assert!(charters.is_empty(), "{code}");
        assert!(codes(&findings, Level::Error).contains(code), "{code} in {findings:#?}");
    }
}

#[test]
fn a_public_body_without_a_data_protection_officer_is_refused() {
    let (charters, findings) = read(&TOWN.replace("dpo = \"dpo@example.fr\"\n", ""));
    assert!(charters.is_empty());
    assert_eq!(codes(&findings, Level::Error), ["dpo-missing"]);
}

#[test]
fn what_is_wrong_is_not_reported_again_as_missing() {
    let cases: &[(&str, &str, &str)] = &[
        ("name = \"Données de Saint-Pierre-du-Perray\"", "name = 3", "wrong-type"),
        ("[\"opendatasoft\"]", "\"opendatasoft\"", "wrong-type"),
        ("2026-11-23", "\"23/11/2026\"", "wrong-type"),
        ("\"dpo@example.fr\"", "\"dpo\"", "wrong-value"),
        ("version = 1", "version = \"1\"", "wrong-type"),
        ("[portal.town]", "[portal.town", "toml-syntax"),
        ("\"public\"", "", "toml-syntax"),
        ("version = 1", "version: 1", "toml-syntax"),
    ];
    for (right, wrong, code) in cases {
        let (_, findings) = read(&TOWN.replace(right, wrong));
        let found: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, [*code], "{wrong}: {findings:#?}");
    }
}

#[test]
fn no_text_however_broken_makes_it_panic() {
    for end in 0..TOWN.len() {
        if let Some(text) = TOWN.get(..end) {
            read(text);
        }
        if let (Some(head), Some(tail)) = (TOWN.get(..end), TOWN.get(end + 1..)) {
            read(&format!("{head}]{tail}"));
            read(&format!("{head}\"{tail}"));
        }
    }
}

#[test]
fn what_the_readme_shows_works() {
    let readme = include_str!("../../../README.md");
    let text = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (charters, findings) = read(text);
    assert_eq!(codes(&findings, Level::Error), [""; 0], "{findings:#?}");
    assert_eq!(charters.len(), 1);
    assert!(text.lines().filter(|line| !line.trim().is_empty()).count() <= 10);
}

/// An exempt measurement can be stopped only where its hosts are its own.
#[test]
fn visitors_can_object_to_what_has_hosts_of_its_own() {
    let with = |keys: &str, service: &str| {
        let services = TOWN.replace("[\"opendatasoft\"]", &format!("[\"matomo\"]\n{keys}"));
        let (charters, findings) = read(&format!(
            "{services}[service.matomo]\nretention = \"25 months\"\n\
             consent = {{ exempt = \"audience-measurement\", evidence = \"https://example.fr/\" }}\n{service}"
        ));
        let charter = &charters[0];
        let asks_for_one = codes(&findings, Level::Warning).contains(&"audience-opt-out");
        let own = charter.services.iter().flat_map(|service| &service.trackers);
        let is_declared = own.clone().any(|tracker| tracker.name == "cookies_preferences_objection");
        let can = charter.objection().is_some();
        assert_eq!((can, can), (is_declared, !asks_for_one), "{findings:#?}");
        can
    };
    assert!(with("", "hosts = [\"stats.example.org\"]"));
    assert!(with("first_party = [\"stats.example.org\"]", "hosts = [\"stats.example.org\"]"));
    // These cannot be distinguished from the site, or from what is allowed for another reason.
    assert!(!with("", ""));
    assert!(!with("", "hosts = [\"data.saint-pierre-du-perray.fr\"]"));
    assert!(!with("first_party = [\"*.example.org\"]", "hosts = [\"stats.example.org\"]"));
    assert!(!with("allow = [\"stats.example.org\"]", "hosts = [\"stats.example.org\"]"));
    assert!(!with("unknown = \"allow\"", "hosts = [\"stats.example.org\"]"));
}

/// The region of a publisher belongs to its country, which a portal may replace.
#[test]
fn a_portal_takes_over_the_country_with_its_region() {
    let german = TOWN.replace("public_body = true", "public_body = true\ncountry = \"DE\"\nregion = \"MV\"");
    let german = german.replace("services = [", "languages = [\"de\", \"fr\"]\nservices = [");
    let (charters, _) = read(&german);
    assert_eq!(charters[0].order.authority.short, "LfDI MV");
    let (charters, findings) = read(&format!("{german}[portal.town.publisher]\ncountry = \"FR\"\n"));
    assert_eq!(charters[0].order.authority.short, "CNIL", "{findings:#?}");
}
