//! A plan in figures, for people and programs.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use charte_core::charter::Charter;
use charte_rewrite::{Form, Needs};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::bundle::CharterPage;
use crate::prepare::policy::Addresses;
use crate::prepare::portal::Portal;

/// A service that waits for consent on some pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Waiting {
    /// Its id.
    pub service: String,
    /// How many of its elements wait.
    pub places: usize,
    /// On how many pages.
    pub pages: usize,
}

/// A third party that is not declared: a service that the catalogue knows, or a host that it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownHost {
    /// Its host, the first of them in alphabetical order; the service where no host was seen.
    pub host: String,
    /// The service of the catalogue that it belongs to.
    pub known_as: Option<String>,
    /// The declared service without hosts whose script names it: most likely its server.
    pub beside: Option<String>,
    /// All its hosts that were seen.
    pub hosts: BTreeSet<String>,
    /// The number of places in pages and files that contact it.
    pub places: usize,
    /// How many of these places can wait for consent.
    pub waiting: usize,
    /// On how many pages and in how many files.
    pub page_count: usize,
    /// The first of these pages and files, relative to the site.
    pub pages: Vec<String>,
    /// TOML that declares it in the manifest.
    pub entry: String,
}

impl UnknownHost {
    /// Adds its contacts on other pages.
    fn add(&mut self, other: &UnknownHost) {
        self.hosts.extend(other.hosts.iter().cloned());
        self.host = self.hosts.first().unwrap_or(&other.host).clone();
        self.known_as.clone_from(&other.known_as);
        self.beside = self.beside.take().or_else(|| other.beside.clone());
        self.places += other.places;
        self.waiting += other.waiting;
        self.page_count += other.page_count;
        let room = NAMED_PAGES.saturating_sub(self.pages.len());
        self.pages.extend(other.pages.iter().take(room).cloned());
    }
}

/// One contact to a third party that is not declared.
#[derive(Debug, Clone)]
pub(super) struct UndeclaredContact {
    /// The service of the catalogue that it belongs to.
    pub(super) service: Option<String>,
    /// Its host, when it is known.
    pub(super) host: Option<String>,
    /// The declared service whose script names it.
    pub(super) beside: Option<String>,
    /// Whether it can wait for consent.
    pub(super) waits: bool,
}

/// Something that pages or files have or name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sighting {
    /// Its name.
    pub name: String,
    /// On how many pages and in how many files.
    pub page_count: usize,
    /// The first of them, relative to the site.
    pub pages: Vec<String>,
}

impl Sighting {
    /// Of something on one page or in one file.
    pub(super) fn on(page: &str, name: &str) -> Sighting {
        Sighting { name: name.to_owned(), page_count: 1, pages: vec![page.to_owned()] }
    }

    fn add(&mut self, other: &Sighting) {
        self.page_count += other.page_count;
        let room = NAMED_PAGES.saturating_sub(self.pages.len());
        self.pages.extend(other.pages.iter().take(room).cloned());
    }
}

/// Pages that have the policy in the same form for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Forms {
    /// What the policy of these pages needs.
    #[serde(skip)]
    pub needs: Needs,
    /// Why the pages do not have the usual form; empty where they do.
    pub reason: String,
    /// The form and the pages: `script`, `static` or `file`.
    #[serde(flatten)]
    pub sighting: Sighting,
}

/// The name of a form in the summary.
fn form_name(form: Form) -> &'static str {
    match form {
        Form::Script => "script",
        Form::Static => "static",
        Form::File => "file",
    }
}

/// One portal's plan in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// The portal's id.
    pub portal: String,
    /// Its name.
    pub name: String,
    /// Folder read.
    pub input: String,
    /// Folder written.
    pub output: String,
    /// Whether a visitor who has made no choice yet gets the banner.
    pub asks: bool,
    /// Ids of the services that wait for consent, as declared.
    pub asked: Vec<String>,
    /// Ids of those that do not.
    pub exempt: Vec<String>,
    /// Pages of HTML.
    pub pages: usize,
    /// Files named as pages whose content is not HTML.
    pub not_html: usize,
    /// Other files.
    pub assets: usize,
    /// Files of the site that change.
    pub changed: usize,
    /// Files of the site that stay as they are.
    pub unchanged: usize,
    /// Files of charte's own folder that change.
    pub own_changed: usize,
    /// Files in the output that the input no longer has; charte leaves them.
    pub stale: usize,
    /// What waits in the pages.
    pub waiting: Vec<Waiting>,
    /// Third parties that are not declared.
    pub unknown: Vec<UnknownHost>,
    /// Other consent managers.
    pub managers: Vec<Sighting>,
    /// In which forms pages have the policy.
    pub forms: Vec<Forms>,
    /// Hashes of the inline scripts of the pages, as source expressions of a policy without their quotes: `sha256-…`.
    pub script_hashes: Vec<String>,
    /// Hosts of third parties that must wait and that scripts of the site's own name. `…` stands for a part that a
    /// script adds.
    pub named: Vec<Sighting>,
    /// Where the charter stands.
    pub charter: Vec<CharterPage>,
}

impl Summary {
    /// A summary of the declaration, before the site is read.
    pub fn declared(charter: &Charter) -> Summary {
        let ids = |required: bool| {
            let services = charter.services.iter().filter(move |service| service.consent.is_required() == required);
            services.map(|service| service.id.clone()).collect()
        };
        Summary {
            portal: charter.id.clone(),
            name: charter.name.clone(),
            asks: charter.has_banner(),
            asked: ids(true),
            exempt: ids(false),
            ..Summary::default()
        }
    }

    /// The same once the plan was carried out: what a plan that comes after it has to do.
    pub(crate) fn carried_out(self) -> Summary {
        Summary { unchanged: self.unchanged + self.changed, changed: 0, own_changed: 0, ..self }
    }

    /// The hashes of the inline scripts that the pages have, each once.
    pub(super) fn hashes(&self, portal: &Portal) -> Vec<String> {
        let folder = portal.folder();
        let of = |forms: &Forms| -> Vec<String> {
            let needs = forms.needs;
            let inline = |language: &String| {
                portal.policy.inline(needs, Addresses { folder: &folder, script: portal.script(language) })
            };
            match needs.form {
                Form::File => Vec::new(),
                Form::Static => portal.charter.languages.iter().map(inline).collect(),
                Form::Script => portal.charter.languages.iter().take(1).map(inline).collect(),
            }
        };
        let hash = |script: String| format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(script)));
        let hashes: BTreeSet<String> = self.forms.iter().flat_map(of).map(hash).collect();
        hashes.into_iter().collect()
    }

    pub(super) fn take(&mut self, figures: Figures) {
        self.pages = figures.pages;
        self.not_html = figures.not_html;
        self.assets = figures.assets;
        self.changed = figures.changed;
        self.unchanged = figures.unchanged;
        self.waiting = figures.waiting.into_values().collect();
        self.unknown = figures.unknown.into_values().collect();
        self.managers = figures.managers.into_values().collect();
        self.forms = figures.forms.into_values().collect();
        self.named = figures.named.into_values().collect();
        self.charter = figures.slots;
    }
}

/// Sums over pages and files. Those of several folders can be added.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) pages: usize,
    pub(super) not_html: usize,
    pub(super) assets: usize,
    pub(super) changed: usize,
    pub(super) unchanged: usize,
    pub(super) waiting: BTreeMap<String, Waiting>,
    pub(super) unknown: BTreeMap<String, UnknownHost>,
    pub(super) managers: BTreeMap<String, Sighting>,
    pub(super) forms: BTreeMap<(Needs, String), Forms>,
    /// Policies in `<meta>` elements of pages.
    pub(super) policies: BTreeMap<String, Sighting>,
    pub(super) named: BTreeMap<String, Sighting>,
    pub(super) slots: Vec<CharterPage>,
}

/// The number of pages that are named for each third party.
const NAMED_PAGES: usize = 5;

impl Figures {
    pub(super) fn add(&mut self, other: &Figures) {
        self.pages += other.pages;
        self.not_html += other.not_html;
        self.assets += other.assets;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        for (service, waiting) in &other.waiting {
            let sum = self.waiting.entry(service.clone()).or_default();
            sum.service.clone_from(&waiting.service);
            sum.places += waiting.places;
            sum.pages += waiting.pages;
        }
        for (host, unknown) in &other.unknown {
            self.unknown.entry(host.clone()).or_default().add(unknown);
        }
        add_each(&mut self.managers, other.managers.values());
        add_each(&mut self.policies, other.policies.values());
        for (key, forms) in &other.forms {
            match self.forms.get_mut(key) {
                Some(sum) => sum.sighting.add(&forms.sighting),
                None => drop(self.forms.insert(key.clone(), forms.clone())),
            }
        }
        add_each(&mut self.named, other.named.values());
        self.slots.extend(other.slots.iter().cloned());
    }

    /// Records that the planned changes were written.
    pub(super) fn commit(&mut self) {
        self.unchanged += std::mem::take(&mut self.changed);
    }

    /// Adds the policies in the `<meta>` elements of a page.
    pub(super) fn add_policies(&mut self, page: &str, policies: &[String]) {
        add_each(&mut self.policies, policies.iter().map(|policy| Sighting::on(page, policy)));
    }

    /// Adds the form in which a page has the policy.
    pub(super) fn add_form(&mut self, page: &str, needs: Needs, reason: &str) {
        let forms = Forms { needs, reason: reason.to_owned(), sighting: Sighting::on(page, form_name(needs.form)) };
        self.forms.insert((needs, reason.to_owned()), forms);
    }

    /// Adds other consent managers on a page.
    pub(super) fn add_managers(&mut self, page: &str, names: impl IntoIterator<Item = impl AsRef<str>>) {
        add_each(&mut self.managers, names.into_iter().map(|name| Sighting::on(page, name.as_ref())));
    }

    /// Adds third parties that a page or file names.
    pub(super) fn add_named(&mut self, page: &str, names: impl IntoIterator<Item = impl AsRef<str>>) {
        add_each(&mut self.named, names.into_iter().map(|name| Sighting::on(page, name.as_ref())));
    }

    /// Adds the undeclared third parties of one page or file.
    pub(super) fn add_undeclared(&mut self, page: &str, contacts: impl Iterator<Item = UndeclaredContact>) {
        let mut of_page: BTreeMap<String, UnknownHost> = BTreeMap::new();
        for UndeclaredContact { service, host, beside, waits } in contacts {
            let label = host.as_ref().or(service.as_ref()).map_or("an inline script", String::as_str);
            let (name, label) = (service.as_deref().unwrap_or(label).to_owned(), label.to_owned());
            let unknown = of_page.entry(name).or_default();
            unknown.page_count = 1;
            unknown.pages = vec![page.to_owned()];
            unknown.known_as = service;
            unknown.beside = beside;
            unknown.places += 1;
            unknown.waiting += usize::from(waits);
            unknown.hosts.extend(host);
            unknown.host = unknown.hosts.first().unwrap_or(&label).clone();
        }
        for (name, unknown) in of_page {
            self.unknown.entry(name).or_default().add(&unknown);
        }
    }
}

fn add_each(sums: &mut BTreeMap<String, Sighting>, sightings: impl Iterator<Item = impl Borrow<Sighting>>) {
    for sighting in sightings {
        let sighting = sighting.borrow();
        match sums.get_mut(&sighting.name) {
            Some(sum) => sum.add(sighting),
            None => drop(sums.insert(sighting.name.clone(), sighting.clone())),
        }
    }
}
