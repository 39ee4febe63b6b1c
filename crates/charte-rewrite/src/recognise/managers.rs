//! Consent managers other than charte, recognised by their scripts and by the attributes that they use in pages.

/// One consent manager.
struct Manager {
    name: &'static str,
    /// Its scripts: a host, or a file name that ends in `.js`.
    scripts: &'static [&'static str],
    /// Texts in inline scripts that start it, in compact form.
    signatures: &'static [&'static str],
    /// Attributes of the elements that it holds back: a name, or a name, `=` and a part of the value.
    marks: &'static [&'static str],
}

const fn manager(
    name: &'static str,
    scripts: &'static [&'static str],
    signatures: &'static [&'static str],
    marks: &'static [&'static str],
) -> Manager {
    Manager { name, scripts, signatures, marks }
}

#[rustfmt::skip]
const MANAGERS: [Manager; 22] = [
    manager("Axeptio", &["static.axept.io"], &["axeptioSettings="], &["data-hide-on-vendor-consent", "data-requires-vendor-consent"]),
    manager("Borlabs Cookie", &["borlabs-cookie.min.js"], &["borlabsCookieConfig="], &["data-borlabs-cookie-type", "data-borlabs-script-blocker-id"]),
    manager("Commanders Act", &["cdn.trustcommander.net"], &[], &["type=text/tc_privacy"]),
    manager("Complianz", &["complianz.min.js"], &["complianz={"], &["class=cmplz-", "data-cmplz-src"]),
    manager("Cookie Information", &["policy.app.cookieinformation.com"], &[], &["data-category-consent"]),
    manager("Cookiebot", &["consent.cookiebot.com", "consent.cookiebot.eu"], &[], &["data-cookieconsent", "data-cookieblock-src"]),
    manager("CookieConsent", &["cookieconsent.umd.js", "cookieconsent.js"], &["CookieConsent.run(", "initCookieConsent("], &["data-cookiecategory", "data-category"]),
    manager("CookieFirst", &["consent.cookiefirst.com"], &[], &["data-cookiefirst-category"]),
    manager("CookieYes", &["cdn-cookieyes.com"], &[], &["data-cookieyes"]),
    manager("consentmanager", &["cdn.consentmanager.net", "delivery.consentmanager.net"], &["window.cmp_id="], &["data-cmp-src", "data-cmp-vendor", "class=cmplazyload"]),
    manager("Didomi", &["sdk.privacy-center.org"], &["didomiConfig="], &["type=didomi/"]),
    manager("iubenda", &["cdn.iubenda.com"], &["_iub.csConfiguration="], &["class=_iub_cs_activate", "data-iub-purposes"]),
    manager("Klaro", &["klaro.js", "klaro-no-css.js"], &["klaroConfig="], &["data-name"]),
    manager("OneTrust", &["cdn.cookielaw.org", "otSDKStub.js"], &["functionOptanonWrapper("], &["class=optanon-category-"]),
    manager("Orejime", &["orejime-standard-en.js", "orejime-standard-fr.js", "orejime-dsfr-fr.js", "orejime.js"], &["orejimeConfig=", "Orejime.init("], &["data-purposes", "data-purpose"]),
    manager("Osano", &["cmp.osano.com"], &["cookieconsent.initialise("], &["data-osano"]),
    manager("Quantcast Choice", &["cmp.quantcast.com", "cmp.inmobi.com"], &[], &[]),
    manager("Sirdata", &["cache.consentframework.com", "choices.consentframework.com"], &[], &["data-cmp-src"]),
    manager("tarteaucitron", &["tarteaucitron.js", "tarteaucitron.min.js", "tarteaucitron.services.js", "tarteaucitron.services.min.js", "tarteaucitron.io"], &["tarteaucitron.init(", "tarteaucitron.job="], &[]),
    manager("Termly", &["app.termly.io"], &[], &["data-categories"]),
    manager("TrustArc", &["consent.trustarc.com", "consent.truste.com"], &[], &["trackertype", "class=trustecm"]),
    manager("Usercentrics", &["app.usercentrics.eu", "web.cmp.usercentrics.eu"], &[], &["data-usercentrics"]),
];

/// Texts in inline scripts that start a manager, with its name.
pub(super) fn signatures() -> impl Iterator<Item = (&'static str, &'static str)> {
    MANAGERS.iter().flat_map(|manager| manager.signatures.iter().map(|signature| (*signature, manager.name)))
}

/// The manager whose script is at this address.
pub(super) fn by_script(host: Option<&str>, path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let is = |script: &str| match script.ends_with(".js") {
        true => file == script,
        false => host.is_some_and(|host| host == script),
    };
    MANAGERS.iter().find(|manager| manager.scripts.iter().any(|script| is(script))).map(|manager| manager.name)
}

/// The manager that holds back an element with these attributes; names in lower case.
pub(super) fn by_attributes(attributes: &[(String, String)]) -> Option<&'static str> {
    let is_there = |mark: &str| match mark.split_once('=') {
        Some((name, piece)) => attributes.iter().any(|(known, value)| known == name && value.contains(piece)),
        None => attributes.iter().any(|(known, _)| known == mark),
    };
    MANAGERS.iter().find(|manager| manager.marks.iter().any(|mark| is_there(mark))).map(|manager| manager.name)
}
