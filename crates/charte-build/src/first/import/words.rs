//! What headings, categories and places are called in French, English, German, Spanish and Italian. Words are without
//! accents and match at the start of a word.

use super::fold::{fold, has, has_any};

/// What a column or a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Provider,
    Service,
    Name,
    Purpose,
    Lifetime,
    Location,
    Category,
    Host,
    Policy,
    /// Technique, party or category: its cells decide which.
    Sort,
}

/// The first whose words are in a heading counts: `Cookie Laufzeit` is a lifetime, `Nom du prestataire` a provider.
#[rustfmt::skip]
const HEADINGS: [(Column, &[&str]); 12] = [
    (Column::Lifetime, &["duree", "expir", "conservation", "delai", "validite", "laufzeit", "speicherdauer", "gultigkeit", "ablauf",
        "lifetime", "lifespan", "life span", "duration", "retention", "storage period", "duracion", "caducidad", "plazo", "durata",
        "scadenza", "expiry", "vencimiento", "lebensdauer"]),
    (Column::Policy, &["politique de confidentialite", "privacy policy", "datenschutzerklarung", "datenschutz", "politica de privacidad",
        "informativa", "plus d'information", "more information", "mas informacion"]),
    (Column::Host, &["domaine", "domain", "dominio", "host", "hote", "cookie subgroup"]),
    (Column::Provider, &["prestataire", "fournisseur", "emetteur", "editeur", "partenaire", "societe", "tiers", "depose par", "responsable",
        "anbieter", "herausgeber", "provider", "supplier", "vendor", "issuer", "set by", "company", "third party", "proveedor", "titular",
        "entidad", "fornitore", "titolare", "fonte", "source", "origine"]),
    (Column::Sort, &["cookies used", "type", "typ", "tipo", "art des", "nature"]),
    (Column::Category, &["categorie", "category", "kategorie", "categoria"]),
    (Column::Service, &["service", "servicio", "servizio", "dienst", "outil", "tool", "herramienta", "strumento", "application", "solution"]),
    (Column::Location, &["emplacement", "localisation", "location", "ubicacion", "posizione", "ort"]),
    (Column::Purpose, &["finalite", "objectif", "description", "utilite", "utilisation", "usage", "but", "role", "fonction", "zweck",
        "beschreibung", "purpose", "function", "what it does", "finalidad", "proposito", "descripcion", "funcion", "uso", "finalita",
        "scopo", "descrizione", "funzione", "objet"]),
    (Column::Name, &["cookie", "traceur", "nom", "name", "nombre", "nome", "intitule", "tracker", "bezeichnung"]),
    (Column::Lifetime, &["retained", "length"]),
    (Column::Purpose, &["explication", "detail"]),
];

impl Column {
    /// What a heading means; `None` for a text that is none.
    pub(super) fn of(heading: &str) -> Option<Column> {
        let folded = fold(heading);
        let is_short = folded.split_whitespace().count() <= 7 && folded.chars().count() <= 60;
        let found = HEADINGS.iter().find(|(_, words)| has_any(&folded, words));
        found.map(|(column, _)| *column).filter(|_| is_short)
    }
}

/// Categories of consent tools and headings of pages, as purposes of a declaration. The first that fits counts.
#[rustfmt::skip]
const CATEGORIES: [(&str, &[&str]); 10] = [
    ("necessary", &["necessaire", "necessary", "obligatoire", "obligatory", "essenti", "essenzi", "mandatory", "technique", "technical", "technisch",
        "fonctionnel", "fonctionnement", "strict", "notwendig", "erforderlich", "necesari", "tecnic", "necessari", "required", "system"]),
    ("advertising", &["publicit", "marketing", "advert", "targeting", "ciblage", "pubblicit", "werbung", "profilazione", "ads", "sale"]),
    ("audience-measurement", &["statisti", "estadistic", "audience", "analy", "anali", "performance", "rendimiento", "prestazion",
        "measurement", "mesure", "leistung", "measure", "reichweite", "frequentation"]),
    ("social", &["reseaux sociaux", "social", "soziale", "redes sociales"]),
    ("video", &["video", "videos"]),
    ("map", &["carte", "cartographi", "map", "karte", "mapa", "mappa"]),
    ("preferences", &["preferen", "personnalis", "personali", "einstellung", "confort", "komfort", "functional", "funktional", "funcional",
        "funzional", "experience"]),
    ("security", &["securit", "captcha", "sicherheit", "segurid", "sicurezza"]),
    ("support", &["support", "chat"]),
    ("comments", &["comment", "kommentar"]),
];

/// The purpose that a category or a heading names.
pub(super) fn purpose(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    CATEGORIES.iter().find(|(_, words)| has_any(&folded, words)).map(|(purpose, _)| *purpose)
}

/// Why something may be exempt, by the words of its purpose. The first that fits counts.
#[rustfmt::skip]
const GROUNDS: [(&str, &[&str]); 6] = [
    ("security", &["csrf", "xsrf", "forgery", "falsification", "securit", "captcha", "sicherheit", "segurid", "sicurezza", "robot"]),
    ("choice", &["consent", "choix", "choice", "einwilligung", "consenso", "consentimiento", "preferences sur les cookies", "cookie banner",
        "bandeau"]),
    ("authentication", &["authent", "connexion", "connect", "login", "log in", "logged", "session", "identif", "anmeld", "sitzung",
        "sesion", "sessione", "compte", "account"]),
    ("interface", &["langue", "language", "sprache", "idioma", "lingua", "affichage", "display", "anzeige", "contrast", "theme"]),
    ("basket", &["panier", "cart", "basket", "warenkorb", "carrito", "carrello"]),
    ("load-balancing", &["repartition", "load balanc", "lastverteil", "balance", "bilanciamento"]),
];

/// The ground of an exemption that a text makes likely.
pub(super) fn ground(text: &str) -> &'static str {
    let folded = fold(text);
    GROUNDS.iter().find(|(_, words)| has_any(&folded, words)).map_or("interface", |(ground, _)| ground)
}

/// The technique that a cell names: only those that are no cookies.
pub(super) fn kind(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let kinds: [(&str, &[&str]); 5] = [
        ("local-storage", &["local storage", "localstorage", "html local", "stockage local", "lokaler speicher"]),
        ("session-storage", &["session storage", "sessionstorage"]),
        ("indexed-db", &["indexeddb", "indexed db"]),
        ("pixel", &["pixel", "web beacon"]),
        ("cache", &["cache"]),
    ];
    kinds.into_iter().find(|(_, words)| has_any(&folded, words)).map(|(kind, _)| kind)
}

/// The party of a tracker, by its cell.
pub(super) fn party(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let third = ["third", "tiers", "tierce", "drittanbieter", "tercero", "terze", "terza"];
    let first =
        ["first", "1st", "interne", "propre", "propio", "propia", "eigen", "erstanbieter", "prima parte", "proprio"];
    match (has_any(&folded, &third), has_any(&folded, &first)) {
        (true, _) => Some("third"),
        (_, true) => Some("first"),
        _ => None,
    }
}

/// Whether a cell for the provider means the publisher itself.
pub(super) fn is_own(text: &str) -> bool {
    let own = [
        "own",
        "propre",
        "propio",
        "propia",
        "interne",
        "internal",
        "eigen",
        "eigentumer dieser website",
        "this site",
        "ce site",
        "le site",
        "site",
        "website",
        "diese website",
        "este sitio",
        "questo sito",
        "first party",
        "first-party",
        "nous",
        "local",
        "editeur du site",
        "proprio",
    ];
    own.contains(&fold(text).trim())
}

/// Where a tracker is set, if a text says it, and the rest of the text.
pub(super) fn location(text: &str) -> (String, Option<&'static str>) {
    let part = |part: &str| {
        let folded = fold(part);
        let (front, back) = (has(&folded, "front"), has(&folded, "back") || has(&folded, "administration"));
        match (front, back) {
            (true, true) => Some("both"),
            (true, false) => Some("front"),
            (false, true) => Some("back"),
            _ => None,
        }
    };
    // The last pair of brackets that names a place, else a text that is nothing but a place.
    for (open, _) in text.match_indices('(').collect::<Vec<_>>().into_iter().rev() {
        let Some(length) = text[open..].find(')') else { continue };
        if let Some(location) = part(&text[open..open + length]) {
            let rest = format!("{} {}", text[..open].trim_end(), text[open + length + 1..].trim_start());
            return (rest.trim().to_owned(), Some(location));
        }
    }
    match part(text) {
        Some(location) if text.split_whitespace().count() <= 5 => (String::new(), Some(location)),
        _ => (text.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_five_languages() {
        for (heading, column) in [
            ("Nom du prestataire", Column::Provider),
            ("Service et emplacement", Column::Service),
            ("Nom du cookies", Column::Name),
            ("Finalités", Column::Purpose),
            ("Cookie Laufzeit", Column::Lifetime),
            ("Cookie-Name", Column::Name),
            ("Anbieter", Column::Provider),
            ("Zweck", Column::Purpose),
            ("Maximum Storage Duration", Column::Lifetime),
            ("Caducidad", Column::Lifetime),
            ("Titular", Column::Provider),
            ("Finalidad", Column::Purpose),
            ("Fornitore", Column::Provider),
            ("Durata", Column::Lifetime),
            ("Cookies used", Column::Sort),
            ("Cookie Subgroup", Column::Host),
        ] {
            assert_eq!(Column::of(heading), Some(column), "{heading}");
        }
        assert_eq!(Column::of("_ga"), None);
    }

    #[test]
    fn a_place_is_taken_out_of_a_label() {
        let read = |text: &str| location(text);
        assert_eq!(read("API (CSRF) (front et back office)"), ("API (CSRF)".into(), Some("both")));
        assert_eq!(read("Back-office"), (String::new(), Some("back")));
        assert_eq!(read("Retour (feedback)").1, None);
    }
}
