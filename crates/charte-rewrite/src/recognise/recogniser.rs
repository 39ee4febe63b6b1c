//! Recognises what one portal's pages contact: addresses by their owners, scripts by what they name and start.

use charte_core::catalogue::Claims;
use charte_core::charter::Charter;

use crate::recognise::address::Address;
use crate::recognise::compact::compact;
use crate::recognise::owners::{self, Owners};
use crate::recognise::script::{Inline, ScriptFile, Scripts, Start};
use crate::recognise::ungoverned::{self, Call};
use crate::recognise::verdict::Verdict;
use crate::recognise::{literal, managers};

/// Recognises what one portal's pages contact.
#[derive(Debug)]
pub struct Recogniser {
    pub(super) owners: Owners,
    pub(super) scripts: Scripts,
}

impl Recogniser {
    /// For a portal. The services of the catalogue that it does not declare are recognised too, so that what is found can be
    /// told by name.
    pub fn new(charter: &Charter, catalogue: impl IntoIterator<Item = Claims>) -> Self {
        let sources = owners::sources(charter, catalogue);
        let numbered = sources.iter().enumerate();
        let signatures = numbered.flat_map(|(index, source)| source.signatures.iter().map(move |text| (*text, index)));
        Recogniser { owners: Owners::new(charter, &sources), scripts: Scripts::new(signatures) }
    }

    /// Whether third parties that nobody declared wait too, for a consent that cannot be given.
    pub fn blocks_unknown(&self) -> bool {
        self.owners.blocks_unknown()
    }

    /// Whether files of the site belong to services, so that relative addresses have to be followed.
    pub fn has_files(&self) -> bool {
        self.owners.has_files
    }

    /// Whether visitors are asked about a service; `None` when the portal does not declare it.
    pub fn asks(&self, id: &str) -> Option<bool> {
        self.owners.asks(id)
    }

    /// Whether the hosts of a service are known.
    pub fn has_hosts(&self, id: &str) -> bool {
        self.owners.has_hosts(id)
    }

    /// Whose an address is. A pattern of paths says more than one of hosts, a longer one more than a shorter one, and of two
    /// equal ones the declared service's counts.
    pub fn address(&self, address: &Address<'_>) -> Verdict<'_> {
        self.owners.address(address)
    }

    /// The consent manager, other than charte, whose script has this address.
    pub fn manager(&self, address: &Address<'_>) -> Option<&'static str> {
        managers::of_script(address.host.as_deref(), &address.path)
    }

    /// The consent manager, other than charte, that holds an element with these attributes back.
    pub fn holder(&self, attributes: &[(String, String)]) -> Option<&'static str> {
        managers::of_mark(attributes)
    }

    /// What an inline script starts or contacts.
    pub fn inline_script(&self, text: &[u8]) -> Inline<'_> {
        self.scripts.judge(text, &self.owners)
    }

    /// The third parties that must wait and that a text names in its strings, each once; `…` stands for what a script adds.
    pub fn mentions(&self, text: &[u8]) -> Vec<String> {
        literal::mentions(text, &self.owners)
    }

    /// Whether an inline script starts a service that may be on the portal's own host, where no policy can refuse it.
    pub fn is_at_home(&self, id: &str, inline: &Inline<'_>) -> bool {
        self.owners.is_at_home(id, !inline.unknown.is_empty())
    }

    /// What a script file of the site's own starts or contacts.
    pub fn own_script(&self, file: &[u8]) -> Vec<Start<'_>> {
        self.scripts.starts(file, &compact(file), &self.owners)
    }

    /// The same, with the third parties that the file names, and what no policy of a page's governs.
    pub fn script_file(&self, file: &[u8]) -> ScriptFile<'_> {
        self.scripts.file(file, &self.owners)
    }

    /// Whom the rules of a `<script type="speculationrules">` fetch from ahead of a consent.
    pub fn speculation_rules(&self, rules: &[u8]) -> Vec<Call<'_>> {
        ungoverned::speculation_rules(rules, &self.owners)
    }
}
