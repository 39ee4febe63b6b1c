//! Texts of the declaration in the language of a file.

use charte_core::model::Texts;

/// Adds a text, unless the catalogue has the same.
pub(super) fn put(texts: &mut Texts, language: &str, text: &str, known: &Texts) {
    let plain = |text: &str| text.replace('’', "'").trim_end_matches('.').to_lowercase();
    if known.get(language).is_none_or(|known| plain(known) != plain(text)) {
        texts.insert(language.to_owned(), text.to_owned());
    }
}

/// Whether charters can be in a language.
pub(super) fn is_spoken(language: &str) -> bool {
    let texts = format!("texts/{language}.toml");
    charte_themes::BASE.iter().any(|(name, _)| *name == texts)
}

/// What a site calls itself where no name is known.
pub(super) fn this_site(language: &str) -> &'static str {
    match language {
        "fr" => "Ce site",
        "de" => "Diese Website",
        "es" => "Este sitio",
        "it" => "Questo sito",
        _ => "This site",
    }
}

/// The purpose of a tracker of which a file says none.
pub(super) fn unstated(language: &str) -> &'static str {
    match language {
        "fr" => "Finalité non précisée.",
        "de" => "Zweck nicht angegeben.",
        "es" => "Finalidad no indicada.",
        "it" => "Finalità non indicata.",
        _ => "Purpose not stated.",
    }
}

/// The language of a text, by its most common words.
pub(super) fn language(text: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const COMMON: [(&str, &[&str]); 5] = [
        ("fr", &["le", "les", "des", "une", "est", "pour", "vous", "sur", "et", "du", "au", "visiteur", "durée", "finalité", "choix", "mois"]),
        ("en", &["the", "of", "and", "to", "is", "you", "for", "this", "are", "visitor", "user", "expires", "a", "between", "with"]),
        ("de", &["der", "die", "und", "das", "ist", "für", "wird", "sie", "von", "besucher", "zweck", "monate", "jahre", "den"]),
        ("es", &["el", "los", "las", "del", "una", "para", "y", "que", "se", "usuario", "finalidad", "caducidad", "sesión", "años"]),
        ("it", &["il", "che", "di", "per", "sono", "della", "dei", "gli", "e", "i", "sui", "dell", "utente", "sessione", "scelta", "mesi"]),
    ];
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
    let count = |common: &[&str]| words.iter().filter(|word| common.contains(word)).count();
    let counts = COMMON.iter().map(|(language, common)| (count(common), *language));
    counts.rev().max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0).map(|(_, language)| language)
}
