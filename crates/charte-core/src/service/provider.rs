//! A provider as a declaration gives it: of a service, one of its trackers, or a processing.

use super::values::{address, country, upper, value};
use crate::model::{Provider, Role};
use crate::reader::Table;
use crate::rules::form;

/// The fields of a provider that a declaration gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProviderPatch {
    pub(crate) name: Option<String>,
    country: Option<String>,
    policy: Option<String>,
    role: Option<Role>,
}

impl ProviderPatch {
    /// The fields that `provider` of `table` gives.
    pub(super) fn read(table: &Table<'_, '_>) -> ProviderPatch {
        let Some(provider) = table.table("provider", "{ name = @ }") else { return ProviderPatch::default() };
        let patch = ProviderPatch {
            name: value(provider.string("name")),
            country: value(
                provider.string("country").and_then(|code| provider.read_or("country", code, country, upper)),
            ),
            policy: value(provider.parsed("policy", address)),
            role: value(provider.choice("role", &Role::ALL)),
        };
        provider.finish(&[]);
        patch
    }

    /// Lays the fields over `provider`.
    pub(super) fn apply(&self, provider: &mut Provider) {
        if let Some(name) = &self.name {
            provider.name.clone_from(name);
        }
        for (field, value) in [(&mut provider.country, &self.country), (&mut provider.policy, &self.policy)] {
            if value.is_some() {
                field.clone_from(value);
            }
        }
        provider.role = self.role.or(provider.role);
    }
}

/// A provider that must be complete: it needs a name.
pub(crate) fn whole(table: &Table<'_, '_>) -> Option<Provider> {
    let mut provider = Provider::default();
    ProviderPatch::read(table).apply(&mut provider);
    let declared = table.holds_table("provider").then(|| table.table("provider", "")).flatten()?;
    if !declared.holds("name") {
        let finding = form::PROVIDER_WITHOUT_NAME.finding("`provider` has no `name`").at(declared.place());
        table.doc.report(finding.help("write `provider = { name = \"…\" }`"));
    }
    (!provider.name.is_empty()).then_some(provider)
}
