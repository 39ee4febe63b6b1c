//! Says what allows a transfer.

use charte_core::legal::{Adequacy, DPF};
use charte_core::model::{Holds, Mechanism, Safeguard, Transfer};

use super::{Words, fill};
use crate::names::id_of;
use crate::view::Phrase;

/// What companies of the United States take part in.
const FRAMEWORK: &str = "Data Privacy Framework";

impl Words {
    /// What allows a transfer. The Commission's decisions have no effect where another act than the GDPR is in force:
    /// `is_union` says whether they are named.
    pub(crate) fn mechanism(&self, transfer: &Transfer, is_union: bool) -> Option<Phrase> {
        match transfer.mechanism.as_ref()? {
            Mechanism::Known(safeguards) => {
                Some(Phrase::from(self.safeguards(safeguards, transfer, is_union).as_str()))
            }
            Mechanism::Said(texts) => self.choose(texts),
        }
    }

    fn safeguards(&self, safeguards: &[Safeguard], transfer: &Transfer, is_union: bool) -> String {
        let each = safeguards.iter().map(|safeguard| self.safeguard(*safeguard, &transfer.countries, is_union));
        let list = |parts: Vec<String>| self.list(parts.iter().map(String::as_str));
        match transfer.holds {
            Holds::All => list(each.flatten().collect()),
            Holds::Any => self.in_turn("mechanism.any", each.map(list)),
            Holds::First => self.in_turn("mechanism.first", each.map(list)),
        }
    }

    /// Each part and what follows it, as a text of two says.
    fn in_turn(&self, key: &str, parts: impl Iterator<Item = String>) -> String {
        let join = |first: String, other: String| self.text_with(key, &[("first", &first), ("other", &other)]);
        parts.reduce(join).unwrap_or_default()
    }

    /// A safeguard in words: several where it is an adequacy decision for each country.
    fn safeguard(&self, safeguard: Safeguard, countries: &[String], is_union: bool) -> Vec<String> {
        let said = match safeguard {
            Safeguard::Dpf if is_union => self.decision(DPF, FRAMEWORK),
            Safeguard::Dpf => FRAMEWORK.to_owned(),
            Safeguard::Adequacy => {
                let decisions = countries.iter().filter(|_| is_union).filter_map(|country| Adequacy::of(country));
                let said: Vec<String> = decisions.map(|decision| self.adequacy(decision)).collect();
                if !said.is_empty() {
                    return said;
                }
                self.text("mechanism.adequacy")
            }
            Safeguard::Clauses | Safeguard::CorporateRules => self.text(&format!("mechanism.{}", id_of(&safeguard))),
        };
        vec![said]
    }

    fn adequacy(&self, decision: Adequacy) -> String {
        if let Some(day) = decision.renewed {
            let (number, date) = (self.number(decision.number), self.day(day).words);
            return self.text_with("mechanism.renewed", &[("decision", &number), ("date", &date)]);
        }
        let country = self.country(decision.country);
        let subject = match decision.is_commercial {
            true => self.text_with("mechanism.commercial", &[("country", &country)]),
            false => country,
        };
        self.decision(decision.number, &subject)
    }

    fn decision(&self, number: &str, subject: &str) -> String {
        let number = self.number(number);
        self.text_with("mechanism.decision", &[("decision", &number), ("subject", subject)])
    }

    /// A decision's number with the language's own abbreviation of the Union or the Community.
    fn number(&self, number: &str) -> String {
        fill(number, |name| Some(self.text(&format!("mechanism.{name}"))))
    }
}

#[cfg(test)]
mod tests {
    use charte_core::model::Safeguard::{Adequacy, Clauses, CorporateRules, Dpf};
    use charte_themes::BASE;

    use super::*;
    use crate::theme::{Folder, Theme};

    /// Language, countries, how the safeguards go together, and what is said.
    type Case = (&'static str, &'static [&'static str], Holds, &'static [Safeguard], &'static str);

    const CASES: [Case; 12] = [
        ("fr", &["US"], Holds::All, &[Dpf], "décision d’adéquation (UE) 2023/1795 (Data Privacy Framework)"),
        (
            "fr",
            &["US"],
            Holds::First,
            &[Dpf, Clauses],
            "décision d’adéquation (UE) 2023/1795 (Data Privacy Framework), à défaut clauses contractuelles types",
        ),
        (
            "en",
            &["US"],
            Holds::All,
            &[Clauses, Dpf],
            "standard contractual clauses and adequacy decision (EU) 2023/1795 (Data Privacy Framework)",
        ),
        ("en", &["GB"], Holds::All, &[Adequacy], "adequacy decision (EU) 2021/1772, renewed on 19 December 2025"),
        ("en", &["US"], Holds::Any, &[Clauses, Adequacy], "standard contractual clauses or an adequacy decision"),
        (
            "fr",
            &["CA"],
            Holds::All,
            &[Adequacy],
            "décision d’adéquation 2002/2/CE (Canada, organisations commerciales)",
        ),
        ("de", &["CH"], Holds::All, &[Adequacy], "Angemessenheitsbeschluss 2000/518/EG (Schweiz)"),
        (
            "es",
            &["US"],
            Holds::Any,
            &[Clauses, CorporateRules],
            "cláusulas contractuales tipo o normas corporativas vinculantes",
        ),
        (
            "nl",
            &["NZ", "IL"],
            Holds::All,
            &[Clauses, Adequacy],
            "standaardcontractbepalingen, adequaatheidsbesluit 2013/65/EU (Nieuw-Zeeland) en adequaatheidsbesluit 2011/61/EU (Israël)",
        ),
        (
            "pl",
            &["US"],
            Holds::First,
            &[Adequacy, Clauses],
            "decyzja stwierdzająca odpowiedni stopień ochrony, a w przeciwnym razie standardowe klauzule umowne",
        ),
        (
            "it",
            &["US"],
            Holds::First,
            &[Dpf, Clauses, CorporateRules],
            "decisione di adeguatezza (UE) 2023/1795 (Data Privacy Framework) o, in mancanza, clausole contrattuali tipo o, in mancanza, norme vincolanti d’impresa",
        ),
        (
            "cs",
            &["GB"],
            Holds::All,
            &[Adequacy],
            "rozhodnutí o odpovídající ochraně (EU) 2021/1772, prodloužené dne 19. prosince 2025",
        ),
    ];

    fn words(language: &str) -> Words {
        let texts = Theme::load(BASE, &Folder::default()).unwrap().texts(language).unwrap();
        Words::new(language, texts, &[language.into()])
    }

    fn transfer(to: &[&str], holds: Holds, safeguards: &[Safeguard]) -> Transfer {
        let countries = to.iter().map(|code| (*code).to_owned()).collect();
        Transfer { countries, mechanism: Some(Mechanism::Known(safeguards.to_vec())), holds }
    }

    #[test]
    fn safeguards_are_said_in_the_words_of_each_language() {
        for (language, to, holds, safeguards, expected) in CASES {
            let said = words(language).mechanism(&transfer(to, holds, safeguards), true).unwrap();
            assert_eq!(said.text().replace('\u{a0}', " "), expected);
            assert_eq!(said.language(), None);
        }
    }

    #[test]
    fn no_decision_of_the_union_is_named_where_another_act_is_in_force() {
        let said = |to, safeguard| words("en").mechanism(&transfer(&[to], Holds::All, &[safeguard]), false).unwrap();
        assert_eq!(said("IL", Adequacy).text(), "an adequacy decision");
        assert_eq!(said("US", Dpf).text(), "Data Privacy Framework");
    }
}
