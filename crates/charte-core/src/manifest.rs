//! `charte.toml` as it was written: every value with its place, nothing filled in, nothing judged but its form.
//!
//! A portal inherits from `[site]` what it does not say itself ([`Settings::or`]). What the values mean together is
//! decided by [`crate::check`].

use std::collections::BTreeMap;

use crate::charter::{BannerPolicy, Change, UnknownPolicy};
use crate::diagnostic::{Diagnostic, Place};
use crate::lifetime::Lifetime;
use crate::reader::{Document, Located, Table};
use crate::service::{self, Patch};

/// The version of the manifest's format that this charte reads.
pub const VERSION: i64 = 1;

const SETTINGS: &[&str] = &[
    "input",
    "output",
    "theme",
    "frame",
    "folder",
    "languages",
    "services",
    "unknown",
    "banner",
    "allow",
    "first_party",
    "choice",
    "updated",
    "change",
    "text",
    "tokens",
];
const PUBLISHER: &[&str] = &["address", "contact", "dpo", "public_body", "privacy", "legal_notice", "accessibility"];
const HOMES: &[(&str, &[&str])] = &[
    ("site", SETTINGS),
    ("publisher", PUBLISHER),
    ("site.choice", &["cookie", "lifetime"]),
    ("portal.<id>", &["url"]),
];

/// Texts that replace a theme's: by language, then by key.
pub(crate) type TextOverrides = BTreeMap<String, BTreeMap<String, Located<String>>>;

/// A manifest, read and not yet judged.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    pub(crate) file: String,
    pub(crate) site: Settings,
    pub(crate) publisher: PublisherDecl,
    pub(crate) portals: Vec<PortalDecl>,
    pub(crate) services: Vec<(Located<String>, Patch)>,
}

/// What `[site]` and each `[portal.x]` may say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) input: Option<Located<String>>,
    pub(crate) output: Option<Located<String>>,
    pub(crate) theme: Option<Located<String>>,
    pub(crate) frames: Option<BTreeMap<String, String>>,
    pub(crate) folder: Option<Located<String>>,
    pub(crate) languages: Option<Vec<Located<String>>>,
    pub(crate) services: Option<Vec<Located<String>>>,
    pub(crate) unknown: Option<Located<UnknownPolicy>>,
    pub(crate) banner: Option<Located<BannerPolicy>>,
    pub(crate) allow: Option<Vec<Located<String>>>,
    pub(crate) first_party: Option<Vec<Located<String>>>,
    pub(crate) cookie: Option<Located<String>>,
    pub(crate) keep: Option<Located<Lifetime>>,
    pub(crate) updated: Option<Located<String>>,
    pub(crate) changes: Vec<Change>,
    pub(crate) texts: TextOverrides,
    pub(crate) tokens: BTreeMap<String, String>,
}

/// One `[portal.x]`.
#[derive(Debug, Clone)]
pub(crate) struct PortalDecl {
    pub(crate) id: Located<String>,
    pub(crate) name: Option<Located<String>>,
    pub(crate) url: Option<Located<String>>,
    pub(crate) publisher: PublisherDecl,
    pub(crate) settings: Settings,
}

/// What `[publisher]` and each `[portal.x.publisher]` may say.
#[derive(Debug, Clone, Default)]
pub(crate) struct PublisherDecl {
    pub(crate) name: Option<Located<String>>,
    pub(crate) address: Option<Located<String>>,
    pub(crate) contact: Option<Located<String>>,
    pub(crate) dpo: Option<Located<String>>,
    pub(crate) public_body: Option<Located<bool>>,
    pub(crate) privacy: Option<Located<String>>,
    pub(crate) legal_notice: Option<Located<String>>,
    pub(crate) accessibility: Option<Located<String>>,
}

/// Reads `text`, the content of `file`. What is wrong with its form is in the findings, all of it.
pub fn parse(file: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let doc = Document::new(file, text);
    let root = doc.parse();
    let table = Table::root(&doc, &root);
    version(&table);
    let mut manifest = Manifest { file: file.into(), ..Manifest::default() };
    if let Some(site) = table.table("site") {
        manifest.site = settings(&site);
        site.finish(HOMES);
    }
    manifest.publisher = publisher(&table);
    for (id, portal) in table.named_tables("portal") {
        manifest.portals.push(self::portal(id, portal));
    }
    for (id, declared) in table.named_tables("service") {
        identifier(&doc, "service", &id);
        manifest.services.push((id, service::read(declared)));
    }
    table.finish(HOMES);
    (manifest, doc.into_findings())
}

fn version(table: &Table<'_, '_>) {
    let found = table.integer("version");
    let finding = match found {
        Some(Located { value: VERSION, .. }) => return,
        Some(Located { value, place }) => {
            let message = format!("this charte reads version {VERSION} of the manifest, and the file says {value}");
            Diagnostic::error("unsupported-version", message).at(place)
        }
        None => Diagnostic::error("version-missing", "the manifest does not say its version").at(table.place()),
    };
    table.doc.report(finding.help(format!("write `version = {VERSION}` on the first line")));
}

fn portal(id: Located<String>, table: Table<'_, '_>) -> PortalDecl {
    identifier(table.doc, "portal", &id);
    let portal = PortalDecl {
        id,
        name: table.string("name"),
        url: table.string("url"),
        publisher: publisher(&table),
        settings: settings(&table),
    };
    table.finish(HOMES);
    portal
}

/// Names stand in addresses, file names and cookies: lower-case letters, digits and hyphens.
fn identifier(doc: &Document<'_>, what: &str, id: &Located<String>) {
    let sound = !id.value.is_empty()
        && id.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && id.value != "unknown";
    if !sound {
        let finding = Diagnostic::error("wrong-identifier", format!("`{}` cannot name a {what}", id.value));
        doc.report(
            finding.at(id.place.clone()).help("use lower-case letters, digits and hyphens (`unknown` is taken)"),
        );
    }
}

fn settings(table: &Table<'_, '_>) -> Settings {
    let choice = table.table("choice");
    let settings = Settings {
        input: table.string("input"),
        output: table.string("output"),
        theme: table.string("theme"),
        frames: frames(table),
        folder: table.parsed("folder", folder_name),
        languages: table.strings("languages"),
        services: table.strings("services"),
        unknown: table.choice("unknown", &[(UnknownPolicy::Block, "block"), (UnknownPolicy::Allow, "allow")]),
        banner: table.choice(
            "banner",
            &[(BannerPolicy::Auto, "auto"), (BannerPolicy::Always, "always"), (BannerPolicy::Never, "never")],
        ),
        allow: hosts(table, "allow"),
        first_party: hosts(table, "first_party"),
        cookie: choice.as_ref().and_then(|choice| choice.parsed("cookie", cookie_name)),
        keep: choice.as_ref().and_then(|choice| choice.parsed("lifetime", Lifetime::parse)),
        updated: table.date("updated"),
        changes: table.tables("change").into_iter().filter_map(change).collect(),
        texts: texts(table),
        tokens: tokens(table),
    };
    if let Some(choice) = choice {
        choice.finish(HOMES);
    }
    settings
}

/// One page for all languages, or one for each: `frame = { fr = "…", en = "…" }`.
fn frames(table: &Table<'_, '_>) -> Option<BTreeMap<String, String>> {
    if table.holds_table("frame") {
        return table.texts("frame");
    }
    Some(BTreeMap::from([(String::new(), table.string("frame")?.value)]))
}

fn hosts(table: &Table<'_, '_>, key: &'static str) -> Option<Vec<Located<String>>> {
    let hosts = table.strings(key)?;
    for host in hosts.iter().filter(|host| !service::is_host_pattern(&host.value)) {
        let finding = Diagnostic::error("wrong-host", format!("`{}` is not a host", host.value)).at(host.place.clone());
        table.doc.report(finding.help("write `example.org`, or `*.example.org` for everything below it"));
    }
    Some(hosts)
}

fn change(table: Table<'_, '_>) -> Option<Change> {
    let date = table.date("date");
    let text = table.texts("text").unwrap_or_default();
    if date.is_none() || text.is_empty() {
        let finding =
            Diagnostic::error("change-incomplete", "a change needs its `date` and its `text`").at(table.place());
        table.doc.report(finding.help("write `date = 2026-11-23` and `text = { fr = \"…\" }`"));
    }
    table.finish(HOMES);
    date.filter(|_| !text.is_empty()).map(|date| Change { date: date.value, text })
}

/// `[site.text.fr]`: keys are free here; the theme says which exist.
fn texts(table: &Table<'_, '_>) -> TextOverrides {
    let languages = table.named_tables("text");
    languages.into_iter().map(|(language, keys)| (language.value, keys.all_strings().into_iter().collect())).collect()
}

fn tokens(table: &Table<'_, '_>) -> BTreeMap<String, String> {
    let Some(tokens) = table.table("tokens") else { return BTreeMap::new() };
    tokens.all_strings().into_iter().map(|(name, value)| (name, value.value)).collect()
}

fn publisher(table: &Table<'_, '_>) -> PublisherDecl {
    let Some(publisher) = table.table("publisher") else { return PublisherDecl::default() };
    let declared = PublisherDecl {
        name: publisher.string("name"),
        address: publisher.string("address"),
        contact: publisher.parsed("contact", contact),
        dpo: publisher.parsed("dpo", contact),
        public_body: publisher.boolean("public_body"),
        privacy: publisher.parsed("privacy", link),
        legal_notice: publisher.parsed("legal_notice", link),
        accessibility: publisher.parsed("accessibility", link),
    };
    publisher.finish(HOMES);
    declared
}

fn folder_name(text: &str) -> Result<String, String> {
    let sound = !text.starts_with('.')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    match sound {
        true => Ok(text.into()),
        false => Err(format!("`{text}` cannot name a folder; use letters, digits, `-` and `_`, without a path")),
    }
}

/// RFC 6265 calls it a token; charte keeps to what needs no quoting anywhere.
fn cookie_name(text: &str) -> Result<String, String> {
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        true => Ok(text.into()),
        false => Err(format!("`{text}` cannot name a cookie; use letters, digits, `-`, `_` and `.`")),
    }
}

/// An e-mail address or a web page.
fn contact(text: &str) -> Result<String, String> {
    let mail = text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !text.contains(|c: char| c.is_whitespace() || "<>\"'".contains(c))
    });
    match mail || link(text).is_ok() {
        true => Ok(text.into()),
        false => Err(format!("`{text}` is neither an e-mail address nor a web address")),
    }
}

/// A whole web address, or a path of the portal (`/mentions-legales/`).
fn link(text: &str) -> Result<String, String> {
    if text.starts_with('/') && !text.starts_with("//") {
        return Ok(text.into());
    }
    service::address(text).map_err(|message| format!("{message}, or a path that begins with `/`"))
}

impl Settings {
    /// These settings, and `site`'s where they say nothing.
    pub(crate) fn or(&self, site: &Settings) -> Settings {
        let mut texts = site.texts.clone();
        for (language, keys) in &self.texts {
            texts.entry(language.clone()).or_default().extend(keys.clone());
        }
        let mut tokens = site.tokens.clone();
        tokens.extend(self.tokens.clone());
        Settings {
            input: either(&self.input, &site.input),
            output: either(&self.output, &site.output),
            theme: either(&self.theme, &site.theme),
            frames: either(&self.frames, &site.frames),
            folder: either(&self.folder, &site.folder),
            languages: either(&self.languages, &site.languages),
            services: either(&self.services, &site.services),
            unknown: either(&self.unknown, &site.unknown),
            banner: either(&self.banner, &site.banner),
            allow: either(&self.allow, &site.allow),
            first_party: either(&self.first_party, &site.first_party),
            cookie: either(&self.cookie, &site.cookie),
            keep: either(&self.keep, &site.keep),
            updated: either(&self.updated, &site.updated),
            changes: if self.changes.is_empty() { site.changes.clone() } else { self.changes.clone() },
            texts,
            tokens,
        }
    }
}

impl PublisherDecl {
    /// What the portal says, and what the manifest says for all where it is silent.
    pub(crate) fn or(&self, all: &PublisherDecl) -> PublisherDecl {
        PublisherDecl {
            name: either(&self.name, &all.name),
            address: either(&self.address, &all.address),
            contact: either(&self.contact, &all.contact),
            dpo: either(&self.dpo, &all.dpo),
            public_body: either(&self.public_body, &all.public_body),
            privacy: either(&self.privacy, &all.privacy),
            legal_notice: either(&self.legal_notice, &all.legal_notice),
            accessibility: either(&self.accessibility, &all.accessibility),
        }
    }
}

impl Manifest {
    /// The ids of the declared portals, in the order of the file.
    pub fn portals(&self) -> impl Iterator<Item = &str> {
        self.portals.iter().map(|portal| portal.id.value.as_str())
    }

    /// The top of the file, for faults of the whole.
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file.clone(), line: 1, column: 1, excerpt: String::new(), range: 0..0 }
    }
}

fn either<T: Clone>(own: &Option<T>, inherited: &Option<T>) -> Option<T> {
    own.clone().or_else(|| inherited.clone())
}
