//! Vendors get the state of consent before their scripts run, and never before consent.

use serde_json::json;

use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{Visit, accept, leave, value, wait};

const SERVICES: &str = r#"
services = ["google-analytics", "google-ads", "microsoft-advertising", "clarity", "piano", "matomo"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

const MODES: &str = r#"consent_mode = ["google", "microsoft-uet", "clarity", "piano", "matomo"]"#;

/// Each script stands in for its vendor's and records what it finds.
const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<script>window.seen = {}</script></head><body><main><h1>Essai</h1>
<template data-charte="google-analytics"><script>
  seen.google = window.dataLayer?.map(call => [String(call), ...call])
</script></template>
<template data-charte="google-ads"><script>seen.ads = window.dataLayer?.map(call => [...call].slice(1))</script></template>
<template data-charte="microsoft-advertising"><script>seen.uet = window.uetq?.slice()</script></template>
<template data-charte="clarity"><script>seen.clarity = window.clarity?.q.map(call => [...call])</script></template>
<template data-charte="piano"><script>seen.piano = window.pdl</script></template>
<template data-charte="matomo"><script>seen.matomo = window._paq?.slice()</script></template>
</main><footer></footer></body></html>"#;

fn visit(services: &str) -> Visit {
    let visit = Visit::built(&Site::small(services, &[("index.html", PAGE)]), &[SMALL]);
    visit.go_asked(SMALL, "/");
    visit
}

const NOTHING: &str =
    "[window.dataLayer, window.uetq, window.clarity, window.pdl, window._paq].every(one => one === undefined)";

/// Grants services for this page, which is loaded again for it.
#[track_caller]
fn grant(visit: &Visit, services: &str) {
    leave(&visit.page, || drop(value(&visit.page, &format!("charte.grant({services})"))));
}

/// Google's types of consent, with those for advertising.
fn google(ads: &str, analytics: &str) -> serde_json::Value {
    json!({
        "ad_storage": ads, "ad_user_data": ads, "ad_personalization": ads, "analytics_storage": analytics,
        "functionality_storage": "denied", "personalization_storage": "denied", "security_storage": "denied",
    })
}

#[test]
fn vendors_get_what_was_granted_before_they_run() {
    let visit = visit(&format!("{MODES}{SERVICES}"));
    assert_eq!(value(&visit.page, NOTHING), true);

    grant(&visit, "'google-analytics', 'clarity', 'piano', 'matomo'");
    wait(&visit.page, "'matomo' in seen");
    let arguments = "[object Arguments]";
    let seen = value(&visit.page, "seen");
    let default = json!([arguments, "consent", "default", google("denied", "denied")]);
    let update = json!([arguments, "consent", "update", google("denied", "granted")]);
    assert_eq!(seen["google"], json!([default, update]));
    assert_eq!(seen["clarity"], json!([["consentv2", { "ad_Storage": "denied", "analytics_Storage": "granted" }]]));
    assert_eq!(seen["piano"]["requireConsent"], "v2");
    assert_eq!(seen["piano"]["consent"], json!({ "products": ["PA"], "defaultPreset": { "PA": "opt-in" } }));
    assert_eq!(seen["matomo"], json!([["requireConsent"], ["setConsentGiven"]]));
    assert_eq!(value(&visit.page, "window.uetq === undefined"), true);

    // More is granted: the page that is loaded next passes all of it on.
    grant(&visit, "'google-ads', 'microsoft-advertising'");
    wait(&visit.page, "'uet' in seen");
    let seen = value(&visit.page, "seen");
    let commands = json!([["default", google("denied", "denied")], ["update", google("granted", "granted")]]);
    assert_eq!(seen["ads"], commands);
    let uet =
        json!(["consent", "default", { "ad_storage": "denied" }, "consent", "update", { "ad_storage": "granted" }]);
    assert_eq!(seen["uet"], uet);
}

#[test]
fn what_concerns_no_vendor_is_passed_to_none() {
    let visit = visit(&format!("consent_mode = [\"google\"]{SERVICES}"));
    grant(&visit, "'matomo', 'clarity'");
    wait(&visit.page, "'matomo' in seen");
    assert_eq!(value(&visit.page, NOTHING), true);
}

#[test]
fn after_a_refusal_vendors_get_nothing() {
    let visit = visit(&format!("{MODES}{SERVICES}"));
    crate::visit::refuse(&visit.page);
    visit.go_decided(SMALL, "/");
    assert_eq!(value(&visit.page, NOTHING), true);
}

#[test]
fn portals_that_do_not_ask_for_it_have_none_of_it() {
    let visit = visit(SERVICES);
    accept(&visit.page);
    wait(&visit.page, "'matomo' in seen");
    assert_eq!(value(&visit.page, NOTHING), true);
}

/// Services that the author starts by a script of the page's own, in the order of the page.
#[test]
fn an_ordinary_snippet_finds_what_was_said_before_it() {
    let page = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title>\
        <script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }\
        window.seen = dataLayer.map(call => [...call].slice(0, 2)); gtag('config', 'G-1')</script>\
        <script src=\"https://www.googletagmanager.com/gtag/js?id=G-1\"></script></head><body><main><h1>Essai</h1></main></body></html>";
    let services = "consent_mode = [\"google\"]\nservices = [\"google-analytics\"]";
    let visit = Visit::built(&Site::small(services, &[("index.html", page)]), &[SMALL]);
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, "seen"), json!([]));
    accept(&visit.page);
    assert_eq!(value(&visit.page, "seen"), json!([["consent", "default"], ["consent", "update"]]));
    assert!(visit.third_parties().iter().any(|url| url.contains("/gtag/js")), "{:?}", visit.third_parties());
}
