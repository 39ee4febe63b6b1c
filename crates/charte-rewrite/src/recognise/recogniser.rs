//! Recognises what the pages of one portal contact: addresses by their owners, scripts by their signatures and addresses.

use charte_core::catalogue::Claims;
use charte_core::charter::Charter;
use url::Url;

use crate::recognise::address::Address;
use crate::recognise::compact::compact;
use crate::recognise::owners::{self, Owners};
use crate::recognise::script::{InlineScript, ScriptContact, ScriptFile, Scripts};
use crate::recognise::ungoverned::UngovernedContact;
use crate::recognise::verdict::Verdict;
use crate::recognise::{literal, managers, speculation};

/// Recognises what the pages of one portal contact.
#[derive(Debug)]
pub struct Recogniser {
    pub(super) owners: Owners,
    pub(super) scripts: Scripts,
    /// The names of custom elements that the scripts of services fill, such as `<lite-youtube>`, and the index of each service. Such
    /// a script is often the site's own or on a CDN, so that nothing else in the page tells whom the element contacts.
    elements: Vec<(String, usize)>,
}

impl Recogniser {
    /// For a portal. Services of the catalogue that it does not declare are recognised too, so that reports can name them.
    pub fn new(charter: &Charter, catalogue: impl IntoIterator<Item = Claims>) -> Self {
        let services = owners::service_claims(charter, catalogue);
        let numbered = || services.iter().enumerate();
        let signatures =
            numbered().flat_map(|(index, service)| service.signatures.iter().map(move |text| (*text, index)));
        let elements = numbered()
            .flat_map(|(index, service)| service.elements.iter().map(move |name| ((*name).to_owned(), index)))
            .collect();
        Recogniser { owners: Owners::new(charter, &services), scripts: Scripts::new(signatures), elements }
    }

    /// Whether third parties that are not declared are blocked: they wait for [`UNKNOWN_SERVICE`](crate::recognise::UNKNOWN_SERVICE).
    pub fn blocks_unknown(&self) -> bool {
        self.owners.blocks_unknown()
    }

    /// Whether files of the site belong to services, so that relative addresses have to be resolved.
    pub fn has_files(&self) -> bool {
        self.owners.has_files
    }

    /// Whether a service needs the visitor's consent; `None` when the portal does not declare it.
    pub fn needs_consent(&self, id: &str) -> Option<bool> {
        self.owners.needs_consent(id)
    }

    /// Whether a visitor can object to a service that measures without consent.
    pub fn can_be_stopped(&self, id: &str) -> bool {
        self.owners.can_be_stopped(id)
    }

    /// Whether the hosts of a service are known.
    pub fn has_hosts(&self, id: &str) -> bool {
        self.owners.has_hosts(id)
    }

    /// The owner of an address. A pattern with a path wins over one of hosts only, a longer pattern over a shorter one, and of two
    /// equal ones that of a declared service.
    pub fn address(&self, address: &Address<'_>) -> Verdict<'_> {
        self.owners.address(address)
    }

    /// Whether a contact without consent breaks what the portal declares.
    pub fn holds(&self, verdict: Verdict<'_>) -> bool {
        match verdict {
            Verdict::Waits(_) => true,
            verdict => verdict.must_wait() && self.blocks_unknown(),
        }
    }

    /// The name of the consent manager, other than charte, whose script has this address.
    pub fn manager_by_script(&self, address: &Address<'_>) -> Option<&'static str> {
        managers::by_script(address.host.as_deref(), &address.path)
    }

    /// The name of the consent manager, other than charte, that holds an element with these attributes (name in lower case, value).
    pub fn manager_by_attributes(&self, attributes: &[(String, String)]) -> Option<&'static str> {
        managers::by_attributes(attributes)
    }

    /// The owner of a custom element by its name; `None` for those that no service is known to fill.
    pub fn element(&self, name: &[u8]) -> Option<Verdict<'_>> {
        // Of two services with one name the first has it.
        let (_, service) = self.elements.iter().find(|(own, _)| own.as_bytes().eq_ignore_ascii_case(name))?;
        Some(self.owners.standing(*service))
    }

    /// What an inline script starts or contacts.
    pub fn inline_script(&self, text: &[u8]) -> InlineScript<'_> {
        self.scripts.inline(text, &self.owners)
    }

    /// The hosts of third parties that must wait in the strings of a text, each once; `…` stands for a part that a script adds.
    pub fn mentions(&self, text: &[u8]) -> Vec<String> {
        literal::mentions(text, &self.owners)
    }

    /// Whether a service that an inline script starts may be on the portal's own host, where no policy can refuse it.
    pub fn may_be_first_party(&self, id: &str, inline: &InlineScript<'_>) -> bool {
        self.owners.may_be_first_party(id, !inline.unknown.is_empty())
    }

    /// The third parties that a script file of the site's own starts or contacts.
    pub fn own_script(&self, file: &[u8]) -> Vec<ScriptContact<'_>> {
        self.scripts.contacts(file, &compact(file), &self.owners)
    }

    /// Everything that is read of a script file of the site's own.
    pub fn script_file(&self, file: &[u8]) -> ScriptFile<'_> {
        self.scripts.file(file, &self.owners)
    }

    /// The third parties from which the rules of a `<script type="speculationrules">` make the browser fetch.
    pub fn speculation_rules(&self, rules: &[u8], base: Option<&Url>) -> Vec<UngovernedContact<'_>> {
        speculation::contacts(rules, base, &self.owners)
    }
}
