//! Vendors are told of consent right before their scripts run, never before a yes, and stand-ins for them go in time.

use serde_json::json;

use crate::site::{SMALL, Site};
use crate::visit::{Visit, accept, value, wait};

const SERVICES: &str = r#"
services = ["google-analytics", "google-ads", "microsoft-advertising", "clarity", "piano", "matomo"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

const MODES: &str = r#"consent_mode = ["google", "microsoft-uet", "clarity", "piano", "matomo"]"#;

/// Each script stands for its vendor's and notes what it finds.
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

/// Whether the file of the consent mode was asked for.
fn has_asked(visit: &Visit) -> bool {
    visit.server.to(SMALL.host).iter().any(|request| request.path.contains("consent-mode"))
}

const NOTHING: &str =
    "[window.dataLayer, window.uetq, window.clarity, window.pdl, window._paq].every(one => one === undefined)";

/// Google's types of consent, with those for advertising.
fn google(ads: &str, analytics: &str) -> serde_json::Value {
    json!({
        "ad_storage": ads, "ad_user_data": ads, "ad_personalization": ads, "analytics_storage": analytics,
        "functionality_storage": "denied", "personalization_storage": "denied", "security_storage": "denied",
    })
}

#[test]
fn vendors_are_told_what_was_granted_before_they_run() {
    let visit = visit(&format!("{MODES}{SERVICES}"));
    assert_eq!(value(&visit.page, NOTHING), true);
    assert!(!has_asked(&visit));

    value(&visit.page, "charte.grant('google-analytics', 'clarity', 'piano', 'matomo')");
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

    // More is granted: no second default.
    value(&visit.page, "charte.grant('google-ads', 'microsoft-advertising')");
    wait(&visit.page, "'uet' in seen");
    let seen = value(&visit.page, "seen");
    assert_eq!(seen["ads"][1], json!(["update", google("denied", "granted")]));
    assert_eq!(seen["ads"][2], json!(["update", google("granted", "granted")]));
    assert_eq!(seen["ads"].as_array().map(Vec::len), Some(3));
    let uet =
        json!(["consent", "default", { "ad_storage": "denied" }, "consent", "update", { "ad_storage": "granted" }]);
    assert_eq!(seen["uet"], uet);
}

/// Services of others wait for no vendor's file.
#[test]
fn what_concerns_no_vendor_tells_none() {
    let visit = visit(&format!("consent_mode = [\"google\"]{SERVICES}"));
    value(&visit.page, "charte.grant('matomo', 'clarity')");
    wait(&visit.page, "'matomo' in seen");
    assert_eq!(value(&visit.page, NOTHING), true);
    assert!(!has_asked(&visit));
}

#[test]
fn after_a_refusal_nobody_is_told_anything() {
    let visit = visit(&format!("{MODES}{SERVICES}"));
    crate::visit::refuse(&visit.page);
    visit.go_decided(SMALL, "/");
    assert_eq!(value(&visit.page, NOTHING), true);
    assert!(!has_asked(&visit));
}

#[test]
fn portals_that_do_not_ask_for_it_have_none_of_it() {
    let visit = visit(SERVICES);
    accept(&visit.page);
    wait(&visit.page, "'matomo' in seen");
    assert_eq!(value(&visit.page, NOTHING), true);
    assert!(!has_asked(&visit));
}

/// Stand-ins hold what pages told services that waited. It must not count, and what a service made itself must stay.
#[test]
fn stand_ins_go_before_their_service_runs() {
    let stubs = "window.charteQueues = { matomo: ['_paq', 'late'], clarity: ['_paq'] }; \
                 window._paq = ['before']; window.late = { push() {} };";
    let page = PAGE
        .replace("seen = {}", "seen = {}</script><script src=/stubs.js>")
        .replace("seen.matomo = window._paq?.slice()", "seen.matomo = [(window._paq ??= []).push('own'), window.late]");
    let site = Site::small(SERVICES, &[("index.html", &page), ("stubs.js", stubs)]);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, "_paq"), json!(["before"]));
    value(&visit.page, "charte.grant('matomo')");
    wait(&visit.page, "'matomo' in seen");
    assert_eq!(value(&visit.page, "[seen.matomo, seen.matomo[1] === undefined]"), json!([[1, null], true]));
    value(&visit.page, "charte.grant('clarity')");
    wait(&visit.page, "'clarity' in seen");
    assert_eq!(value(&visit.page, "_paq"), json!(["own"]));
}
