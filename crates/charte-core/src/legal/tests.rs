use super::*;

/// Members of the European Economic Area, Switzerland and the United Kingdom.
const EXPECTED: &str =
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

fn all() -> Vec<LegalOrder> {
    LegalOrder::countries()
        .map(|code| LegalOrder::of(code).unwrap_or_else(|| panic!("{code} cannot be read")))
        .collect()
}

#[test]
fn every_country_of_the_area_is_there_and_can_be_read() {
    for (code, text) in FILES {
        if let Err(error) = toml::from_str::<LegalOrder>(text) {
            panic!("{code}: {error}");
        }
    }
    assert_eq!(LegalOrder::countries().collect::<Vec<_>>().join(" "), EXPECTED);
}

/// Every fact has its source and its month.
#[test]
fn facts_are_sourced_and_dated() {
    fn visit(table: &toml::Table, path: &str) {
        let is_fact = table.contains_key("source") || table.contains_key("checked");
        if is_fact {
            let source = table.get("source").and_then(toml::Value::as_str).unwrap_or_default();
            let checked = table.get("checked").and_then(toml::Value::as_str).unwrap_or_default();
            assert!(source.len() > 5, "{path} has no source");
            assert!(checked.len() == 7 && checked.starts_with("20") && checked.contains('-'), "{path}: {checked}");
        }
        for (key, value) in table {
            if let Some(inner) = value.as_table() {
                let is_part = is_fact || matches!(key.as_str(), "region") || path.ends_with("region");
                let has_source = inner.contains_key("source");
                assert!(is_part || has_source || path.contains("region"), "{path}.{key} has no source");
                visit(inner, &format!("{path}.{key}"));
            }
        }
    }
    for (code, text) in FILES {
        visit(&text.parse().unwrap(), code);
    }
}

#[test]
fn authorities_have_a_name_and_a_page() {
    for order in all() {
        let regions = order.region.values().flat_map(|region| region.authority.iter().chain(&region.private_authority));
        for authority in regions.chain([&order.authority]) {
            assert!(!authority.short.is_empty() && !authority.name.is_empty(), "{}", order.country);
            let pages = authority.complaint.values();
            assert!(pages.clone().next().is_some(), "{} has no page", order.country);
            for page in pages {
                assert!(page.starts_with("https://"), "{}: {page}", order.country);
            }
        }
        assert!(!order.languages.is_empty() && order.country.len() == 2);
    }
}

/// No fact of France stands in another country's file.
#[test]
fn no_country_speaks_of_french_law() {
    for (code, text) in FILES.iter().filter(|(code, _)| *code != "FR") {
        for word in ["CNIL", "cnil", "78-17", "article 82", "Informatique", "94-665"] {
            assert!(!text.contains(word), "{code}: {word}");
        }
    }
}

#[test]
fn the_countries_that_differ_say_so() {
    let of = |code: &str| LegalOrder::of(code).unwrap();
    assert_eq!((of("FR").tracker_months(), of("FR").data_months()), (Some(13), Some(25)));
    assert_eq!(of("ES").choice.unwrap().advised_months, Some(24));
    assert_eq!(of("IT").choice.unwrap().shortest_months, Some(6));
    assert_eq!(of("BE").audience_status(), AudienceStatus::Consent);
    assert_eq!(of("DE").audience_status(), AudienceStatus::CaseByCase);
    assert_eq!(of("GB").audience_status(), AudienceStatus::Exempt);
    for code in ["FR", "BE", "LU", "ES", "IT", "DE", "AT", "NL", "IE", "PT", "CH", "GB"] {
        assert!(of(code).act.is_some(), "{code}");
    }
    assert!(LegalOrder::of("XX").is_none());
}

#[test]
fn outside_the_european_economic_area_another_act_is_named() {
    let of = |code: &str| LegalOrder::of(code).unwrap();
    for order in all() {
        assert_eq!(order.privacy.is_some(), !EEA.contains(&order.country.as_str()), "{}", order.country);
    }
    for topic in [Topic::Information, Topic::Retention, Topic::Lifetimes, Topic::Objection, Topic::Transfers] {
        assert!(of("FR").source(topic).is_none());
        assert!(of("CH").provision(topic).starts_with("Swiss"), "{topic:?}");
        assert!(!of("GB").provision(topic).replace("UK GDPR", "").contains("GDPR"), "{topic:?}");
    }
    assert_eq!(of("ES").provision(Topic::Transfers), "GDPR, articles 44 to 49");
    assert!(of("GB").owes_officer() && of("DE").owes_officer() && !of("CH").owes_officer());
    assert!(!of("CH").is_abroad("CH") && !of("CH").is_abroad("DE") && of("CH").is_abroad("GB"));
    assert!(of("FR").is_abroad("CH") && !of("FR").is_abroad("NO"));
}

/// A file begins with how its facts were read, and names those that were not: facts that it has.
#[test]
fn what_was_not_read_at_its_source_is_a_fact_of_the_file() {
    const READ: &str =
        ". Read in copies of what `source` or the comment beside it names; `checked` is the month of that reading.";
    const MARK: &str = "# Written from general knowledge, still to be read again at the source: ";
    for (code, text) in FILES {
        assert!(text.lines().next().unwrap().ends_with(READ), "{code}");
        let table: toml::Table = text.parse().unwrap();
        for line in text.lines().filter(|line| line.contains("general knowledge")) {
            let names = line.strip_prefix(MARK).unwrap_or_else(|| panic!("{code}: {line}"));
            for name in names.trim_end_matches('.').split(", ") {
                assert!(table.contains_key(name), "{code}: {name}");
            }
        }
    }
}

#[test]
fn a_land_has_its_authority() {
    let germany = LegalOrder::of("DE").unwrap();
    assert!(germany.asks_region);
    let lands: Vec<&String> = germany.region.keys().filter(|key| *key != "Bund").collect();
    assert_eq!(lands.len(), 16);
    assert!(lands.iter().all(|land| germany.region[*land].authority.is_some()));
    for word in ["BY", "DE-BY", "by", "bayern"] {
        assert_eq!(germany.find_region(word), Some("BY"), "{word}");
    }
    assert_eq!(germany.find_region("XY"), None);
    assert_eq!(germany.clone().in_region("BY", true).authority.short, "BayLfD");
    assert_eq!(germany.clone().in_region("BY", false).authority.short, "BayLDA");
    assert_eq!(germany.in_region("Bund", true).authority.short, "BfDI");
}

#[test]
fn a_citation_is_in_the_language_of_the_page_or_in_english() {
    let belgium = LegalOrder::of("BE").unwrap();
    assert!(belgium.citation("nl-BE").1.starts_with("wet van 30 juli 2018"));
    assert_eq!(belgium.citation("pl").0, "en");
    assert_eq!(LegalOrder::of("EE").unwrap().citation("et"), ("en", DIRECTIVE));
    assert_eq!(LegalOrder::of("FR").unwrap().authority.name_in("de").0, "fr");
}
