//! The European Commission's decisions by which data is adequately protected in a country (GDPR article 45).
//! The countries are those of the Commission's page; the numbers for AD, AR, FO, GG, IM, JE, JP, KR and UY were read in accounts of the
//! decisions. Brazil stays out until the number of its decision has been read: `adequacy` then says no number.

/// A decision on a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adequacy {
    /// The country (ISO 3166-1).
    pub country: &'static str,
    /// The decision's number, where `{eu}` and `{ec}` stand for the Union and the Community, which each language abbreviates.
    pub number: &'static str,
    /// The day on which it was renewed.
    pub renewed: Option<&'static str>,
    /// Whether it is about commercial organisations alone.
    pub is_commercial: bool,
}

/// The number of the decision on the companies of the United States that take part in the Data Privacy Framework.
pub const DPF: &str = "({eu}) 2023/1795";

/// The decisions that are in force on whole countries.
const DECISIONS: [Adequacy; 14] = [
    on("AD", "2010/625/{eu}"),
    on("AR", "2003/490/{ec}"),
    Adequacy { is_commercial: true, ..on("CA", "2002/2/{ec}") },
    on("CH", "2000/518/{ec}"),
    on("FO", "2010/146/{eu}"),
    Adequacy { renewed: Some("2025-12-19"), ..on("GB", "({eu}) 2021/1772") },
    on("GG", "2003/821/{ec}"),
    on("IL", "2011/61/{eu}"),
    on("IM", "2004/411/{ec}"),
    on("JE", "2008/393/{ec}"),
    on("JP", "({eu}) 2019/419"),
    on("KR", "({eu}) 2022/254"),
    on("NZ", "2013/65/{eu}"),
    on("UY", "2012/484/{eu}"),
];

const fn on(country: &'static str, number: &'static str) -> Adequacy {
    Adequacy { country, number, renewed: None, is_commercial: false }
}

impl Adequacy {
    /// The decision on a country.
    pub fn of(country: &str) -> Option<Adequacy> {
        DECISIONS.into_iter().find(|decision| decision.country == country)
    }
}
