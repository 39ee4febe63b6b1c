//! Who answers for a portal, as declared.

use crate::charter::Publisher;
use crate::manifest::{ByLanguage, PublisherDecl};
use crate::model::Localized;
use crate::reader::Located;

/// The publisher; `None` without a name.
pub(super) fn of_portal(declared: &PublisherDecl) -> Option<Publisher> {
    let text = |value: &Option<Located<String>>| value.as_ref().map(|value| value.value.clone());
    Some(Publisher {
        name: text(&declared.name)?,
        representative: text(&declared.representative),
        address: text(&declared.address),
        phone: text(&declared.phone),
        email: text(&declared.email),
        contact: text(&declared.contact),
        dpo: text(&declared.dpo),
        dpo_name: text(&declared.dpo_name),
        dpo_address: text(&declared.dpo_address),
        dpo_phone: text(&declared.dpo_phone),
        public_body: declared.public_body.as_ref().is_some_and(|flag| flag.value),
        privacy: localized(&declared.privacy),
        legal_notice: localized(&declared.legal_notice),
        accessibility: localized(&declared.accessibility),
    })
}

fn localized(declared: &Option<ByLanguage>) -> Localized {
    let values = declared.iter().flatten().map(|(language, value)| (language.clone(), value.value.clone()));
    Localized::by_language(values.collect())
}
