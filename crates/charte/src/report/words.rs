//! The words of a report, in each of its languages.

use super::collect::Fate;

/// All words. `{}` stands for a number or a name.
pub(super) struct Words {
    pub(super) language: &'static str,
    pub(super) title: &'static str,
    /// The portal's address, the number of pages and the day.
    pub(super) read: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) after_yes: &'static str,
    /// What the three figures count, of one and of several: third parties as the site came, before an answer, after a yes.
    pub(super) without_asking: [&'static str; 2],
    pub(super) before_answer: [&'static str; 2],
    pub(super) with_consent: [&'static str; 2],
    pub(super) is_zero_singular: bool,
    pub(super) nothing: &'static str,
    pub(super) page: &'static str,
    pub(super) service: &'static str,
    pub(super) hosts: &'static str,
    pub(super) where_seen: &'static str,
    pub(super) by_service: &'static str,
    pub(super) by_page: &'static str,
    pub(super) one_page: &'static str,
    pub(super) many_pages: &'static str,
    pub(super) more_pages: &'static str,
    pub(super) more_services: &'static str,
    pub(super) none: &'static str,
    pub(super) named: &'static str,
    pub(super) method: &'static str,
    pub(super) graph_before: &'static str,
    pub(super) graph_after: &'static str,
    pub(super) months: &'static str,
    /// The first day of a month.
    pub(super) first_day: &'static str,
    pub(super) fates: [&'static str; 4],
}

impl Words {
    /// What becomes of a contact.
    pub(super) fn fate(&self, fate: Fate) -> &'static str {
        self.fates[fate as usize]
    }

    /// What a figure counts.
    pub(super) fn counted(&self, count: usize, forms: [&'static str; 2]) -> &'static str {
        let is_singular = count == 1 || (count == 0 && self.is_zero_singular);
        forms[usize::from(!is_singular)]
    }

    /// A day, written `YYYY-MM-DD`, in words.
    pub(super) fn day(&self, date: &str) -> String {
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let month = month.and_then(|month| self.months.split(' ').nth(month.parse::<usize>().ok()?.checked_sub(1)?));
        match (year, month, day.map(|day| day.trim_start_matches('0'))) {
            (Some(year), Some(month), Some("1")) => format!("{} {month} {year}", self.first_day),
            (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
            _ => date.to_owned(),
        }
    }

    /// So many pages.
    pub(super) fn count(&self, pages: usize) -> String {
        if pages == 1 { self.one_page.to_owned() } else { fill(self.many_pages, &[&pages.to_string()]) }
    }
}

/// Puts values in the place of each `{}`, in order.
pub(super) fn fill(text: &str, values: &[&str]) -> String {
    values.iter().fold(text.to_owned(), |text, value| text.replacen("{}", value, 1))
}

pub(super) const FRENCH: Words = Words {
    language: "fr",
    title: "Qui est contacté quand on ouvre «\u{a0}{}\u{a0}»",
    read: "{}\u{a0}: {}, le {}",
    before: "Avant charte",
    after: "Avec charte, à l’arrivée",
    after_yes: "Avec charte, après un accord",
    without_asking: ["tiers contacté sans rien demander", "tiers contactés sans rien demander"],
    before_answer: ["tiers contacté avant toute réponse", "tiers contactés avant toute réponse"],
    with_consent: ["tiers contacté si le visiteur accepte tout", "tiers contactés si le visiteur accepte tout"],
    is_zero_singular: true,
    nothing: "Aucune page, aucun script, aucune feuille de style ne contacte de tiers.",
    page: "Page ou fichier",
    service: "Service",
    hosts: "Hôtes contactés",
    where_seen: "Où",
    by_service: "Service par service",
    by_page: "Page par page",
    one_page: "1 page",
    many_pages: "{} pages",
    more_pages: "et {} autres pages",
    more_services: "et {} autres services",
    none: "personne",
    named: "Les scripts du site nomment aussi ces hôtes, sans que l’on sache d’avance s’ils les contactent\u{202f}; le navigateur refuse ceux qui ne sont ni déclarés ni autorisés\u{a0}:",
    method: "Établi par charte {} d’après les fichiers du site et la déclaration. Ce que les tiers chargent à leur tour, une fois acceptés, n’y figure pas.",
    graph_before: "Avant charte\u{a0}: les pages, à gauche, contactent ces services, à droite.",
    graph_after: "Avec charte\u{a0}: avant toute réponse, seuls les traits pleins subsistent.",
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    first_day: "1er",
    fates: [
        "contacté\u{a0}: hôte autorisé par la déclaration",
        "contacté\u{a0}: exempté de consentement",
        "attend l’accord du visiteur",
        "refusé\u{a0}: non déclaré",
    ],
};

pub(super) const ENGLISH: Words = Words {
    language: "en",
    title: "Who is contacted when “{}” is opened",
    read: "{}: {}, on {}",
    before: "Before charte",
    after: "With charte, on arrival",
    after_yes: "With charte, after consent",
    without_asking: ["third party contacted without asking", "third parties contacted without asking"],
    before_answer: ["third party contacted before an answer", "third parties contacted before an answer"],
    with_consent: [
        "third party contacted if the visitor accepts all",
        "third parties contacted if the visitor accepts all",
    ],
    is_zero_singular: false,
    nothing: "No page, script or style sheet contacts a third party.",
    page: "Page or file",
    service: "Service",
    hosts: "Hosts contacted",
    where_seen: "Where",
    by_service: "Service by service",
    by_page: "Page by page",
    one_page: "1 page",
    many_pages: "{} pages",
    more_pages: "and {} more pages",
    more_services: "and {} more services",
    none: "nobody",
    named: "The site’s scripts also name these hosts; whether they contact them cannot be known ahead. The browser refuses those that are neither declared nor allowed:",
    method: "Made by charte {} from the site’s files and its declaration. What third parties load in turn, once accepted, is not in it.",
    graph_before: "Before charte: the pages on the left contact the services on the right.",
    graph_after: "With charte: before an answer only the solid lines are left.",
    months: "January February March April May June July August September October November December",
    first_day: "1",
    fates: [
        "contacted: host allowed by the declaration",
        "contacted: exempt from consent",
        "waits for the visitor’s consent",
        "refused: not declared",
    ],
};
