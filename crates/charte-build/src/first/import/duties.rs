//! What the law requires of a text about cookies, and what an imported text lacks.

use charte_core::legal::DIRECTIVE;

use super::about::About;
use super::blocks::Document;
use super::entry::Entry;
use super::fold::{fold, has_any};
use super::imported::Obligation;
use super::words::location;

/// The judgment on boxes that are ticked in advance, and on what visitors must know.
pub(super) const PLANET49: &str = "CJEU, C-673/17 (Planet49)";
const ANONYMOUS: [&str; 6] = ["anonym", "anonim", "aggregat", "agreg", "agrege", "sans identifier"];
const STATISTICS: [&str; 6] = ["statisti", "estadistic", "audience", "analyti", "analiti", "mesure"];
const CONSENT_WORDS: [&str; 7] = ["consent", "consens", "einwilligung", "accord", "zustimmung", "accept", "acept"];
const NO_NEED: [&str; 14] = [
    "n'est pas necessaire",
    "pas necessaire",
    "pas besoin",
    "sans consentement",
    "ne requier",
    "exempt",
    "not required",
    "not needed",
    "no consent",
    "without consent",
    "nicht erforderlich",
    "no es necesario",
    "no requier",
    "non e necessario",
];
const FOLLOWING: [&str; 8] = ["publicit", "advert", "werbung", "pubblicit", "profil", "suivre", "tracking", "regie"];
const WITHDRAWAL: [&str; 26] = [
    "retirer",
    "retrait",
    "modifier votre choix",
    "modifier vos choix",
    "changer d'avis",
    "revenir sur",
    "gerer les cookies",
    "gerer mes cookies",
    "gestion des cookies",
    "parametrer les cookies",
    "opposer",
    "refuser",
    "withdraw",
    "change your mind",
    "change your preferences",
    "manage cookies",
    "cookie settings",
    "opt out",
    "opt-out",
    "widerruf",
    "einstellungen andern",
    "cookie-einstellungen",
    "retirar",
    "revocar",
    "revocare",
    "revoca",
];
const BROWSER: [&str; 6] = [
    "parametres de votre navigateur",
    "configurer votre navigateur",
    "parametrer votre navigateur",
    "browser settings",
    "browsereinstellungen",
    "configurar su navegador",
];
const RIGHTS: [&str; 11] = [
    "droit d'acces",
    "droits d'acces",
    "rectification",
    "effacement",
    "right of access",
    "right to access",
    "your rights",
    "recht auf auskunft",
    "betroffenenrechte",
    "derecho de acceso",
    "diritto di accesso",
];
const AUTHORITIES: [&str; 14] = [
    "cnil",
    "autorite de controle",
    "supervisory authority",
    "aufsichtsbehorde",
    "aepd",
    "autoridad de control",
    "garante",
    "ico",
    "edpb",
    "apd",
    "autorite de protection",
    "landesbeauftragte",
    "data protection authority",
    "reclamation",
];
const BEYOND_COOKIES: [&str; 10] = [
    "traceur",
    "local storage",
    "stockage local",
    "localstorage",
    "pixel",
    "empreinte",
    "fingerprint",
    "similar technolog",
    "web storage",
    "ahnliche technolog",
];

/// What is missing or wrong, each with its source.
pub(super) fn judge(
    document: &Document,
    entries: &[Entry],
    about: &About,
    called_necessary: &[String],
) -> Vec<Obligation> {
    let text = fold(&document.blocks.iter().map(super::blocks::Block::all).collect::<Vec<_>>().join("\n"));
    let mut unmet = Vec::new();
    let mut owe = |is_owed: bool, text: &str, source: &'static str| {
        if is_owed {
            unmet.push(Obligation { text: text.to_owned(), source });
        }
    };
    let trackers: Vec<&Entry> = entries.iter().filter(|entry| entry.name.is_some()).collect();
    let without = trackers.iter().filter(|entry| entry.lifetime.is_none()).count();
    let lifetimes = match (without, trackers.len()) {
        (without, all) if without == all => "no lifetime is given".to_owned(),
        (without, all) => format!("{without} of {all} trackers have no lifetime"),
    };
    owe(without > 0, &lifetimes, PLANET49);
    let has_no_place = |entry: &&&Entry| {
        entry.location.is_none() && entry.service.as_deref().is_none_or(|text| location(text).1.is_none())
    };
    let placeless: Vec<&str> = trackers.iter().filter(has_no_place).filter_map(|entry| entry.name.as_deref()).collect();
    let is_uneven = !placeless.is_empty() && placeless.len() < trackers.len();
    owe(
        is_uneven,
        &format!("no front or back office is given for `{}`, though others have one", placeless.join("`, `")),
        "GDPR, article 12(1)",
    );
    owe(about.publisher.is_none(), "no controller is named", "GDPR, article 13(1)(a)");
    owe(about.contact.is_none(), "no contact of the publisher is given", "GDPR, article 13(1)(a)");
    owe(
        about.dpo.is_none(),
        "no data-protection officer is named, whom public bodies must have",
        "GDPR, articles 13(1)(b) and 37(1)(a)",
    );
    owe(!has_any(&text, &RIGHTS), "the visitors' rights are not explained", "GDPR, article 13(2)(b)");
    owe(
        !has_any(&text, &AUTHORITIES),
        "no authority is named to which visitors can complain",
        "GDPR, article 13(2)(d)",
    );
    let has_withdrawal = has_any(&text, &WITHDRAWAL);
    owe(!has_withdrawal, "no way to change or withdraw a choice is given", "GDPR, article 7(3)");
    let only_browser = has_any(&text, &BROWSER) && !has_withdrawal;
    owe(only_browser, "browser settings are the only way to refuse", "GDPR, article 4(11)");
    owe(about.updated.is_none(), "the text bears no date", "GDPR, article 5(2)");
    owe(
        !has_any(&text, &BEYOND_COOKIES),
        "only cookies are mentioned; the law covers whatever is kept or read on a device",
        DIRECTIVE,
    );
    prose(document, &mut owe);
    if !called_necessary.is_empty() {
        let text = format!("`{}` stand under necessary cookies, yet need consent", called_necessary.join("`, `"));
        owe(true, &text, DIRECTIVE);
    }
    unmet
}

/// What single sentences say wrongly.
fn prose(document: &Document, owe: &mut impl FnMut(bool, &str, &'static str)) {
    let texts: Vec<String> = document.blocks.iter().filter_map(|block| block.text()).map(fold).collect();
    let is_short_version = |text: &String| {
        has_any(text, &ANONYMOUS)
            && has_any(text, &STATISTICS)
            && has_any(text, &NO_NEED)
            && has_any(text, &CONSENT_WORDS)
    };
    owe(
        texts.iter().any(is_short_version),
        "anonymous statistics are said to need no consent; the exemption has more conditions (the publisher's use alone, no \
         cross-checking, no following from site to site, 13 months)",
        DIRECTIVE,
    );
    let is_silent = |text: &String| {
        has_any(text, &FOLLOWING)
            && text.contains("cookie")
            && text.len() > 80
            && !has_any(text, &CONSENT_WORDS)
            && !text.contains("usages multiples")
            && !text.contains("multiples usages")
    };
    owe(
        texts.iter().any(is_silent),
        "advertising and following visitors are mentioned without saying that they need consent",
        DIRECTIVE,
    );
}
