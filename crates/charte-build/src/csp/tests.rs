use charte_core::diagnostic::Place;
use proptest::prelude::*;
use url::Url;

use crate::csp::policies::{Arrival, hash, script};
use crate::csp::*;

const INLINE: &str = "document.documentElement.lang";
const RUN: &str = "charteRun()";

impl Policies {
    /// Whether an inline script with this text, whose tag has this nonce (or none: ""), runs.
    fn allow_inline(&self, text: &str, nonce: &str) -> bool {
        self.0.iter().all(|policy| policy.refuses_inline(text, nonce).is_none())
    }

    /// Whether the script file at `address` runs on pages of `page`'s host.
    fn allow_file(&self, page: &Url, address: &Url, nonce: &str, arrival: Arrival) -> bool {
        let request = script(page, address, nonce, arrival);
        self.0.iter().all(|policy| policy.refuses_request(&request).is_none())
    }
}

fn place(text: &str) -> Place {
    Place::of("_headers", text, 0..text.len())
}

fn header(text: &str) -> Policies {
    Policies::header(text, &place(text))
}

fn meta(text: &str) -> Policies {
    Policies::meta(text, &place(text))
}

fn judge(policies: &Policies, first: bool) -> Judgement {
    let folder = Url::parse("https://www.site.test/base/charte-cookies/").unwrap();
    policies.judge(&Ours { folder: &folder, inline: INLINE, run: RUN, is_first: first })
}

/// What these policies of a server refuse.
fn refused(text: &str) -> Vec<Need> {
    needs(&judge(&header(text), true))
}

fn needs(judgement: &Judgement) -> Vec<Need> {
    judgement.obstacles.iter().map(|obstacle| obstacle.need).collect()
}

/// The remedies for one thing that a server's policy refuses.
fn remedies(text: &str, need: Need) -> Vec<String> {
    judge(&header(text), true).of(need).map(|obstacle| obstacle.remedy.clone()).collect()
}

#[test]
fn no_policy_and_one_that_speaks_of_other_things_refuse_nothing() {
    assert!(Policies::default().is_empty());
    assert!(header(" , ;;").is_empty());
    for text in ["img-src 'none'", "upgrade-insecure-requests", "frame-ancestors 'none'; base-uri 'none'"] {
        assert_eq!(refused(text), [], "{text}");
    }
}

#[test]
fn own_files_pass_by_self_host_scheme_port_and_path() {
    for source in [
        "'self'",
        "'SELF'",
        "*",
        "https:",
        "http://www.site.test",
        "www.site.test",
        "*.site.test",
        "www.site.test:443",
        "www.site.test:*",
        "https://www.site.test/base/charte-cookies/",
        "WWW.SITE.TEST/base/",
    ] {
        let text = format!("script-src {source} {}; style-src {source}", hash(INLINE));
        assert_eq!(refused(&text), [Need::Run], "{source}");
    }
    for source in
        ["site.test", "*.www.site.test", "www.site.test:8443", "http:x", "/base/", "www.site.test/other/", "data:"]
    {
        let text = format!("script-src {source} 'unsafe-inline'");
        assert_eq!(refused(&text), [Need::File, Need::Inserted, Need::Import], "{source}");
    }
}

#[test]
fn inline_scripts_pass_by_hash_or_unsafe_inline_alone() {
    let listed = format!("script-src 'self' {} {}", hash(INLINE), hash(RUN));
    assert_eq!(refused(&listed), []);
    assert_eq!(refused("script-src 'self' 'unsafe-inline'"), []);
    let both = [Need::Inline, Need::Run];
    assert_eq!(refused("script-src 'self'"), both);
    // One nonce, hash or `'strict-dynamic'` switches `'unsafe-inline'` off.
    assert_eq!(refused("script-src 'self' 'unsafe-inline' 'nonce-abc'"), both);
    assert_eq!(refused("script-src 'self' 'unsafe-inline' 'sha256-AAAA'"), both);
    assert!(refused("script-src 'self' 'unsafe-inline' 'strict-dynamic'").contains(&Need::Inline));
}

#[test]
fn a_hash_is_that_of_the_text() {
    assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
}

#[test]
fn the_most_exact_directive_decides_and_the_first_of_a_name_counts() {
    assert_eq!(refused("default-src 'none'; script-src-elem 'self' 'unsafe-inline'; style-src 'self'"), []);
    assert_eq!(refused("script-src 'none'; script-src-elem 'self' 'unsafe-inline'"), []);
    assert_eq!(refused("default-src 'none'; script-src 'self' 'unsafe-inline'; style-src-elem *"), []);
    assert_eq!(refused("default-src 'self' 'unsafe-inline'"), []);
    assert_eq!(refused("SCRIPT-SRC 'self' 'unsafe-inline'; script-src 'none'"), []);
    assert_eq!(refused("style-src 'none'; STYLE-SRC 'self'"), [Need::Style]);
    let all = [Need::Inline, Need::File, Need::Inserted, Need::Import, Need::Run, Need::Style];
    assert_eq!(refused("Default-Src 'none'"), all);
    assert_eq!(refused("default-src"), all);
}

#[test]
fn several_policies_intersect() {
    assert_eq!(refused("default-src * 'unsafe-inline', script-src 'self'"), [Need::Inline, Need::Run]);
    let mut policies = header("script-src 'self' 'unsafe-inline'");
    policies.extend(&meta("style-src 'none'"));
    assert_eq!(needs(&judge(&policies, true)), [Need::Style]);
}

#[test]
fn a_policy_of_the_page_does_not_govern_what_stands_before_it() {
    let policies = meta("script-src 'nonce-r4nd0m'; style-src 'self'");
    assert_eq!(needs(&judge(&policies, true)), [Need::Inserted, Need::Import, Need::Run]);
    let behind = [Need::Inline, Need::File, Need::Inserted, Need::Import, Need::Run];
    assert_eq!(needs(&judge(&policies, false)), behind);
}

#[test]
fn in_a_page_three_directives_are_nothing() {
    assert!(meta("frame-ancestors 'none'; report-uri /r; sandbox").is_empty());
    assert_eq!(refused("sandbox allow-forms").first(), Some(&Need::Inline));
    assert_eq!(remedies("sandbox", Need::File), ["add `allow-scripts` to `sandbox`"]);
    assert_eq!(refused("sandbox Allow-Scripts"), []);
}

#[test]
fn strict_dynamic_switches_hosts_off_and_lets_inserted_scripts_through() {
    let text = "script-src 'nonce-r4nd0m' 'strict-dynamic' 'self' https:; object-src 'none'";
    assert_eq!(refused(text), [Need::Inline, Need::File, Need::Import, Need::Run]);
    let wanted = format!("add `{}` to `script-src`", hash(INLINE));
    assert_eq!(remedies(text, Need::File), [wanted.as_str()]);
    assert_eq!(remedies(text, Need::Inline), [wanted.as_str()]);
}

#[test]
fn a_held_script_comes_back_with_its_nonce_or_by_its_host() {
    let (page, vendor) = (Url::parse("https://www.site.test/").unwrap(), Url::parse("https://v.test/a.js").unwrap());
    let nonce = meta("script-src 'nonce-r4nd0m'");
    assert!(nonce.allow_inline(RUN, "r4nd0m") && !nonce.allow_inline(RUN, "R4nd0m") && !nonce.allow_inline(RUN, ""));
    assert!(nonce.allow_file(&page, &vendor, "r4nd0m", Arrival::Parsed));
    assert!(!nonce.allow_file(&page, &vendor, "", Arrival::Inserted));
    assert!(header("script-src 'self' v.test").allow_file(&page, &vendor, "", Arrival::Parsed));
    let strict = header("script-src 'strict-dynamic' 'nonce-x' v.test");
    assert!(strict.allow_file(&page, &vendor, "", Arrival::Inserted));
    assert!(!strict.allow_file(&page, &vendor, "", Arrival::Parsed));
}

#[test]
fn trusted_types_refuse_plain_texts_and_perhaps_a_policy_of_charte_s() {
    assert_eq!(refused("require-trusted-types-for 'script'"), [Need::PlainText]);
    for free in ["*", "charte", "other charte", "charte 'allow-duplicates'"] {
        let text = format!("require-trusted-types-for 'script'; trusted-types {free}");
        assert_eq!(refused(&text), [Need::PlainText], "{free}");
    }
    for named in ["none", "'none'", "dompurify", ""] {
        let text = format!("require-trusted-types-for 'script'; trusted-types {named}");
        assert_eq!(refused(&text), [Need::PlainText, Need::TrustedText], "{named}");
        // A page's own policy is too late for one that the first script creates.
        assert_eq!(needs(&judge(&meta(&text), true)), [Need::PlainText], "{named}");
    }
    assert_eq!(refused("trusted-types dompurify"), []);
    let one = remedies("require-trusted-types-for 'script'; trusted-types dompurify", Need::TrustedText);
    assert_eq!(one, ["add `charte` to `trusted-types`"]);
    let none = remedies("require-trusted-types-for 'script'; trusted-types 'none'", Need::TrustedText);
    assert_eq!(none, ["write `trusted-types charte` in the place of `trusted-types 'none'`"]);
}

#[test]
fn a_remedy_says_which_directive_and_splits_the_default() {
    let (inline, run) = (hash(INLINE), hash(RUN));
    assert_eq!(remedies("script-src 'self'", Need::Inline), [format!("add `{inline}` to `script-src`")]);
    let replaced = format!("write `script-src-elem {run}` in the place of `script-src-elem 'none'`");
    assert_eq!(remedies("script-src-elem 'none'", Need::Run), [replaced]);
    let split = "add `style-src https://cdn.test 'self'`, until now decided by `default-src`";
    assert_eq!(remedies("default-src https://cdn.test", Need::Style), [split]);
    let nothing = "add `script-src 'self'`, until now decided by `default-src`";
    assert_eq!(remedies("default-src 'none'", Need::Inserted), [nothing]);
}

#[test]
fn what_is_added_lets_it_through() {
    let with = format!("default-src 'self'; script-src 'self' {} {}", hash(INLINE), hash(RUN));
    assert_eq!(refused(&with), []);
    let strict = format!("script-src 'nonce-x' 'strict-dynamic' {} {}", hash(INLINE), hash(RUN));
    assert_eq!(refused(&strict), [Need::File, Need::Import]);
}

#[test]
fn a_place_has_one_finding_with_the_line_to_add() {
    let text = "/*\n  Content-Security-Policy: script-src 'self'\n";
    let value = text.find("script-src").unwrap();
    let policies = Policies::header("script-src 'self'", &Place::of("_headers", text, value..value + 17));
    let pages: Vec<Judgement> = (0..3).map(|_| judge(&policies, true)).collect();
    let found = findings(pages.iter().flat_map(|judgement| &judgement.obstacles));
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["policy-refuses-script", "policy-refuses-return"]);
    let wanted = format!("add `{}` to `script-src` in _headers, line 2", hash(INLINE));
    assert_eq!(found[0].help.as_deref(), Some(wanted.as_str()));
    assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(2));
}

proptest! {
    #[test]
    fn any_policy_is_judged(text in "[ -~é\t\n]{0,120}", source in "[ -~]{0,20}", port in 0_u32..200_000) {
        let text = format!("{text}; script-src {source} h:{port} https://h:{port}/p; {source} 'sha256-{source}'");
        judge(&header(&text), true);
        judge(&meta(&text), false);
    }
}
