//! `charte.toml` as it was written: every value with its place. Only the form of values is checked here, and no default
//! is filled in.
//!
//! A portal inherits from `[site]` the keys that it lacks (`Settings::or`). What the values mean together is for
//! [`crate::check`].

mod homes;
mod inherit;
mod processing;
mod purposes;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::charter::{BannerPolicy, Change, PolicyForm, UnknownPolicy};
use crate::diagnostic::{Diagnostic, Place};
use crate::key::Key;
use crate::levels::{self, LevelDecl, Levels};
use crate::lifetime::Lifetime;
use crate::model::{ConsentMode, Processing};
use crate::reader::probing;
use crate::reader::{Document, Located, Table};
use crate::rule::Rule;
use crate::rules::form;
use crate::service::{self, Patch};
use crate::syntax::SyntaxFaults;

use homes::{HOMES, PUBLISHER};

/// The version of the manifest's format that this charte reads.
pub const VERSION: i64 = 1;

/// Texts that replace a theme's: by language, then by key.
pub(crate) type TextOverrides = BTreeMap<String, BTreeMap<String, Located<String>>>;

/// A value by language; the key "" is for languages without one of their own.
pub(crate) type ByLanguage = BTreeMap<String, Located<String>>;

/// A manifest that was read and not checked yet. Its content is for [`check`](crate::check::check).
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    pub(crate) file: String,
    /// The content of the file.
    pub(crate) text: String,
    pub(crate) site: Settings,
    pub(crate) publisher: PublisherDecl,
    pub(crate) portals: Vec<PortalDecl>,
    pub(crate) services: Vec<(Located<String>, Patch)>,
    /// Whether the file has a `portal` key other than an empty table: then a portal was meant, even if none could be read.
    pub(crate) names_portals: bool,
    pub(crate) levels: Vec<LevelDecl>,
    pub(crate) syntax_faults: SyntaxFaults,
}

/// What `[site]` and each `[portal.x]` may say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) input: Option<Located<String>>,
    pub(crate) output: Option<Located<String>>,
    pub(crate) theme: Option<Located<String>>,
    pub(crate) state_site: Option<Located<bool>>,
    pub(crate) frames: Option<ByLanguage>,
    pub(crate) folder: Option<Located<String>>,
    pub(crate) languages: Option<Vec<Located<String>>>,
    pub(crate) services: Option<Vec<Located<String>>>,
    pub(crate) unknown: Option<Located<UnknownPolicy>>,
    pub(crate) policy: Option<Located<PolicyForm>>,
    pub(crate) banner: Option<Located<BannerPolicy>>,
    pub(crate) allow: Option<Vec<Located<String>>>,
    pub(crate) first_party: Option<Vec<Located<String>>>,
    /// The service behind each host of the portal's own domain.
    pub(crate) delegated: Option<Vec<(String, Located<String>)>>,
    pub(crate) choice_cookie: Option<Located<String>>,
    pub(crate) choice_lifetime: Option<Located<Lifetime>>,
    pub(crate) choice_domain: Option<Located<String>>,
    pub(crate) consent_modes: Option<Vec<Located<ConsentMode>>>,
    pub(crate) updated: Option<Located<String>>,
    pub(crate) changes: Vec<Change>,
    pub(crate) processing: Vec<Located<Processing>>,
    pub(crate) texts: TextOverrides,
    pub(crate) tokens: BTreeMap<String, Located<String>>,
    /// Every key of the table, even one with a wrong value: such a key is not reported as missing.
    pub(crate) written: BTreeSet<String>,
}

/// One `[portal.x]`.
#[derive(Debug, Clone)]
pub(crate) struct PortalDecl {
    pub(crate) id: Located<String>,
    /// By language; the key "" is for all.
    pub(crate) name: Option<ByLanguage>,
    pub(crate) url: Option<Located<String>>,
    /// Further hosts at which visitors meet the portal.
    pub(crate) hosts: Option<Vec<Located<String>>>,
    pub(crate) publisher: PublisherDecl,
    pub(crate) settings: Settings,
}

/// What `[publisher]` and each `[portal.x.publisher]` may say.
#[derive(Debug, Clone, Default)]
pub(crate) struct PublisherDecl {
    pub(crate) name: Option<Located<String>>,
    pub(crate) country: Option<Located<String>>,
    pub(crate) region: Option<Located<String>>,
    pub(crate) representative: Option<Located<String>>,
    pub(crate) address: Option<Located<String>>,
    pub(crate) phone: Option<Located<String>>,
    pub(crate) email: Option<Located<String>>,
    pub(crate) contact: Option<Located<String>>,
    pub(crate) dpo: Option<Located<String>>,
    pub(crate) dpo_name: Option<Located<String>>,
    pub(crate) dpo_address: Option<Located<String>>,
    pub(crate) dpo_phone: Option<Located<String>>,
    pub(crate) public_body: Option<Located<bool>>,
    pub(crate) privacy: Option<ByLanguage>,
    pub(crate) legal_notice: Option<ByLanguage>,
    pub(crate) accessibility: Option<ByLanguage>,
    /// As [`Settings::written`].
    pub(crate) written: BTreeSet<String>,
}

/// Reads `text`, the content of the file that messages call `file`. Reading goes on after a fault: the findings have
/// all of them, and the manifest has what could be read.
pub fn parse(file: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let doc = Document::new(file, text);
    let root = doc.parse();
    let mut manifest = read(Table::root(&doc, &root));
    (manifest.file, manifest.text) = (file.into(), text.into());
    let mut findings = doc.into_findings();
    manifest.syntax_faults = SyntaxFaults::of(&findings);
    findings.retain(|finding| !manifest.syntax_faults.explain(finding));
    (manifest, findings)
}

/// Every key that a declaration may have, in the order in which they are read.
pub fn keys() -> Vec<Key> {
    probing::keys(|table| drop(read(table)))
}

fn read(table: Table<'_, '_>) -> Manifest {
    version(&table);
    let mut manifest = Manifest::default();
    if let Some(site) = table.table("site", "") {
        manifest.site = settings(&site);
        site.finish(HOMES);
    }
    manifest.publisher = publisher(&table);
    for (id, portal) in table.named_tables("portal", "my-town") {
        manifest.portals.push(self::portal(id, portal));
    }
    for (id, declared) in table.named_tables("service", "my-service") {
        identifier(table.doc, "service", &id);
        manifest.services.push((id, service::read(declared)));
    }
    purposes::resolve(&table, &mut manifest.services);
    let is_misspelt = |key: &String| key != "portal" && crate::suggest::slip(key, ["portal"]).is_some();
    manifest.names_portals =
        table.holds("portal") && !table.holds_empty_table("portal") || table.keys().iter().any(is_misspelt);
    manifest.levels = levels::read(&table);
    table.finish(HOMES);
    manifest
}

fn version(table: &Table<'_, '_>) {
    let help = format!("write `version = {VERSION}` on the first line");
    let finding = match table.integer("version") {
        Some(Located { value: VERSION, .. }) => return,
        Some(Located { value, place }) => {
            let message = format!("this charte reads version {VERSION} of the declaration, and the file says {value}");
            let help =
                format!("take a charte that reads it, or write `version = {VERSION}` if the file is for this one");
            form::UNSUPPORTED_VERSION.finding(message).at(place).help(help)
        }
        None if table.holds("version") || table.is_broken() => return,
        None => {
            let finding = form::VERSION_MISSING.finding("the declaration does not say its version");
            finding.fix(table.doc.first_line(&format!("version = {VERSION}"))).at(table.place()).help(help)
        }
    };
    table.doc.report(finding);
}

fn portal(id: Located<String>, table: Table<'_, '_>) -> PortalDecl {
    identifier(table.doc, "portal", &id);
    let portal = PortalDecl {
        id,
        name: values::localized(&table, "name", |text| Ok(text.into())),
        hosts: service::hosts(&table, "hosts"),
        url: table.string("url"),
        publisher: publisher(&table),
        settings: settings(&table),
    };
    table.finish(HOMES);
    portal
}

/// Ids stand in addresses, file names and cookies: lower-case letters, digits and hyphens. `unknown` is the id that
/// charte gives to third parties that are not declared.
pub(crate) fn is_identifier(id: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.bytes().all(is_valid) && id != "unknown"
}

fn identifier(doc: &Document<'_>, what: &str, id: &Located<String>) {
    if !is_identifier(&id.value) {
        let finding = form::WRONG_IDENTIFIER.finding(format!("`{}` cannot name a {what}", id.value));
        doc.report(
            finding.at(id.place.clone()).help("use lower-case letters, digits and hyphens (`unknown` is taken)"),
        );
    }
}

fn settings(table: &Table<'_, '_>) -> Settings {
    let choice = table.table("choice", "{ lifetime = @ }");
    let settings = Settings {
        input: table.string("input"),
        output: table.string("output"),
        theme: table.string("theme"),
        state_site: table.boolean("state_site"),
        frames: values::localized(table, "frame", values::page),
        folder: table.parsed("folder", values::folder_name),
        languages: table.strings("languages"),
        services: table.strings("services"),
        unknown: table.choice("unknown", &[(UnknownPolicy::Block, "block"), (UnknownPolicy::Allow, "allow")]),
        policy: table.choice("policy", &[(PolicyForm::Auto, "auto"), (PolicyForm::Static, "static")]),
        banner: table.choice(
            "banner",
            &[(BannerPolicy::Auto, "auto"), (BannerPolicy::Always, "always"), (BannerPolicy::Never, "never")],
        ),
        allow: service::hosts(table, "allow"),
        first_party: service::hosts(table, "first_party"),
        delegated: values::delegated(table),
        choice_cookie: choice.as_ref().and_then(|choice| choice.parsed("cookie", values::cookie_name)),
        choice_lifetime: choice.as_ref().and_then(values::choice_lifetime),
        choice_domain: choice.as_ref().and_then(|choice| choice.string("domain")),
        consent_modes: table.choices("consent_mode", &ConsentMode::ALL),
        updated: table.date("updated"),
        changes: table.tables("change").into_iter().filter_map(change).collect(),
        processing: table.tables("processing").into_iter().filter_map(processing::read).collect(),
        texts: texts(table),
        tokens: tokens(table),
        written: table.keys(),
    };
    if let Some(choice) = choice {
        choice.finish(HOMES);
    }
    values::retired(table);
    settings
}

fn change(table: Table<'_, '_>) -> Option<Change> {
    let date = table.date("date");
    let text = table.texts("text").unwrap_or_default();
    if date.is_none() || text.is_empty() {
        let finding = form::CHANGE_INCOMPLETE.finding("a change needs its `date` and its `text`").at(table.place());
        table.doc.report(finding.help("write `date = 2026-11-23` and `text = { fr = \"…\" }`"));
    }
    table.finish(HOMES);
    date.filter(|_| !text.is_empty()).map(|date| Change { date: date.value, text })
}

/// `[site.text.fr]`. Any key is accepted here: only the theme knows which exist.
fn texts(table: &Table<'_, '_>) -> TextOverrides {
    let languages = table.named_tables("text", "fr");
    languages.into_iter().map(|(language, keys)| (language.value, keys.all_strings().into_iter().collect())).collect()
}

fn tokens(table: &Table<'_, '_>) -> BTreeMap<String, Located<String>> {
    let Some(tokens) = table.table("tokens", "{ accent = @ }") else { return BTreeMap::new() };
    tokens.all_strings().into_iter().collect()
}

fn publisher(table: &Table<'_, '_>) -> PublisherDecl {
    let Some(publisher) = table.table("publisher", "{ name = @ }") else {
        // Of one that could not be read, nothing is reported as missing.
        let is_wrong = table.holds("publisher") && !table.holds_table("publisher");
        let written = PUBLISHER.iter().chain(&["name"]).filter(|_| is_wrong).map(|key| (*key).to_owned()).collect();
        return PublisherDecl { written, ..PublisherDecl::default() };
    };
    let declared = PublisherDecl {
        name: publisher.string("name"),
        country: publisher.string("country"),
        region: publisher.string("region"),
        representative: publisher.string("representative"),
        address: publisher.string("address"),
        phone: publisher.parsed("phone", values::phone),
        email: publisher.parsed("email", values::email),
        contact: publisher.parsed("contact", values::contact),
        dpo: publisher.parsed("dpo", values::contact),
        dpo_name: publisher.string("dpo_name"),
        dpo_address: publisher.string("dpo_address"),
        dpo_phone: publisher.parsed("dpo_phone", values::phone),
        public_body: publisher.boolean("public_body"),
        privacy: values::localized(&publisher, "privacy", values::link),
        legal_notice: values::localized(&publisher, "legal_notice", values::link),
        accessibility: values::localized(&publisher, "accessibility", values::link),
        written: publisher.keys(),
    };
    publisher.finish(HOMES);
    declared
}

impl Manifest {
    /// The levels that it gives to these rules, and what is wrong with others.
    pub fn levels(&self, rules: &[&'static Rule]) -> (Levels, Vec<Diagnostic>) {
        Levels::check(&self.levels, rules)
    }

    /// The ids of the declared portals, in the order of the file.
    pub fn portals(&self) -> impl Iterator<Item = &str> {
        self.portals.iter().map(|portal| portal.id.value.as_str())
    }

    /// The first line of the file, for findings about all of it.
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file.clone(), line: 1, column: 1, excerpt: String::new(), range: 0..0, span: 0..0 }
    }
}
