//! What a charter may also say about a service or a processing: all of it is optional.

use serde::Serialize;

use super::texts::Texts;

/// Further statements about a service or a processing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Details {
    /// When it happens ("when an appointment is made", "on click").
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub when: Texts,
    /// The grounds on which the data is processed (GDPR article 6), each by language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<Texts>,
    /// Where, and by whom, the data is hosted.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub hosting: Texts,
    /// What is masked or cut off before it is kept, such as parts of the IP address.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub masking: Texts,
    /// How the data is deleted.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub deletion: Texts,
    /// Address of a page on which a visitor objects to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_out: Option<String>,
}

impl Details {
    /// The texts, each with its key in a manifest.
    pub fn texts(&self) -> Vec<(&'static str, &Texts)> {
        let mut texts = vec![("when", &self.when)];
        texts.extend(self.legal_basis.iter().map(|basis| ("legal_basis", basis)));
        texts.extend([("hosting", &self.hosting), ("masking", &self.masking), ("deletion", &self.deletion)]);
        texts
    }

    /// Adds the statements of `other`, which replace earlier ones in the same language; its legal bases replace all.
    pub(crate) fn extend(&mut self, other: &Details) {
        self.when.extend(other.when.clone());
        if !other.legal_basis.is_empty() {
            self.legal_basis.clone_from(&other.legal_basis);
        }
        self.hosting.extend(other.hosting.clone());
        self.masking.extend(other.masking.clone());
        self.deletion.extend(other.deletion.clone());
        if other.opt_out.is_some() {
            self.opt_out.clone_from(&other.opt_out);
        }
    }
}
