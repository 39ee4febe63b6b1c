//! What a portal has to tell and to ask: a [`Charter`], valid by construction, made from a manifest by `check`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::Place;
use crate::lifetime::Lifetime;
use crate::model::{ConsentMode, Purpose, Service, Texts};

/// Who answers for the portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Publisher {
    /// Name of the legal entity.
    pub name: String,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail address or web page to write to.
    pub contact: Option<String>,
    /// E-mail address or web page of the data-protection officer.
    pub dpo: Option<String>,
    /// Whether it is a public body, which must have a data-protection officer (GDPR article 37).
    pub public_body: bool,
    /// Address of the personal data policy.
    pub privacy: Option<String>,
    /// Address of the legal notice.
    pub legal_notice: Option<String>,
    /// Address of the accessibility statement.
    pub accessibility: Option<String>,
}

/// When the banner is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BannerPolicy {
    /// Where a service waits for consent.
    #[default]
    Auto,
    /// On every portal.
    Always,
    /// On none; what waits is accepted from its placeholder or on the charter page.
    Never,
}

/// What becomes of third parties that nobody declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownPolicy {
    /// They do not load.
    #[default]
    Block,
    /// They load, and are reported.
    Allow,
}

/// How a page is given the policy by which the browser refuses third parties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyForm {
    /// By an inline script, or in the HTML where such a script cannot be relied on.
    #[default]
    Auto,
    /// In the HTML of every page.
    Static,
}

/// How the visitor's choice is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceCookie {
    /// Name of the cookie.
    pub name: String,
    /// How long an acceptance or a refusal holds, in days.
    pub days: u32,
    /// The same, as declared.
    pub lifetime: Lifetime,
    /// The domain whose hosts share the choice; this host alone when `None`.
    pub domain: Option<String>,
}

/// One entry of the charter's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Day, as `YYYY-MM-DD`.
    pub date: String,
    /// What changed.
    pub text: Texts,
}

/// Where a portal's pages are and where they go, as written in the manifest (paths relative to it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folders {
    /// Folder of the built site.
    pub input: String,
    /// Folder that receives it; in place when `None`.
    pub output: Option<String>,
    /// Name of charte's own folder in the output.
    pub folder: String,
    /// Pages of the site whose frame the charter page takes, relative to `input`, by language; "" stands for all others.
    pub frames: BTreeMap<String, String>,
    /// Name of a built-in theme, or a folder.
    pub theme: String,
}

impl Folders {
    /// The page whose frame the charter in `language` takes.
    pub fn frame(&self, language: &str) -> Option<&str> {
        self.frames.get(language).or_else(|| self.frames.get("")).map(String::as_str)
    }
}

/// One portal's complete, checked declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charter {
    /// Name in the manifest.
    pub id: String,
    /// Name that visitors know.
    pub name: String,
    /// Address of the portal, `https://host/base/`, with its last slash.
    pub url: String,
    /// Path part of `url`: `/` or `/base/`.
    pub base_path: String,
    /// Host part of `url`.
    pub host: String,
    /// The domain of `host` that can be registered (public suffix list), above which no cookie can be; `None` for an IP
    /// address or a public suffix itself.
    pub registrable: Option<String>,
    /// Hosts that are the portal's own besides `host`.
    pub first_party: Vec<String>,
    /// Hosts that may be contacted without consent, by declaration.
    pub allow: Vec<String>,
    /// Hosts of the portal's own domain that are a service's (a DNS alias), by host.
    pub delegated: BTreeMap<String, String>,
    /// What becomes of the others.
    pub unknown: UnknownPolicy,
    /// How pages get their policy. They have none where `unknown` lets third parties load.
    pub policy: PolicyForm,
    /// Languages of the portal, its first one first.
    pub languages: Vec<String>,
    /// Folders and files.
    pub place: Folders,
    /// Whether it is a site of the French State, which alone may use the State's design system.
    pub state_site: bool,
    /// Who answers for it.
    pub publisher: Publisher,
    /// When the banner is shown.
    pub banner: BannerPolicy,
    /// How the choice is kept.
    pub choice: ChoiceCookie,
    /// Vendors to be told what was consented to, each once, in the order of [`ConsentMode::ALL`].
    pub consent_modes: Vec<ConsentMode>,
    /// What the portal uses, in the order of [`Purpose::ALL`], then as declared.
    pub services: Vec<Service>,
    /// Day of the last change, as `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// What changed, newest first.
    pub changes: Vec<Change>,
    /// Texts that replace the theme's, by language, then by key.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
    /// Theme tokens that the manifest sets, by name.
    pub tokens: BTreeMap<String, String>,
    /// Where those were written: `text.fr.banner.title`, `token.accent`, `language.de`.
    #[serde(skip)]
    pub places: BTreeMap<String, Place>,
}

impl Charter {
    /// The services that wait for the visitor's yes.
    pub fn asked(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| service.consent.is_required())
    }

    /// Whether any service waits for consent, so that a visitor has a choice to make.
    pub fn has_choice(&self) -> bool {
        self.asked().next().is_some()
    }

    /// Whether the banner asks on arrival.
    pub fn asks(&self) -> bool {
        match self.banner {
            BannerPolicy::Auto => self.has_choice(),
            BannerPolicy::Always => true,
            BannerPolicy::Never => false,
        }
    }

    /// The purposes that some service has, in reading order.
    pub fn purposes(&self) -> Vec<Purpose> {
        let used: BTreeSet<Purpose> = self.services.iter().map(|service| service.purpose).collect();
        Purpose::ALL.into_iter().filter(|purpose| used.contains(purpose)).collect()
    }

    /// What the visitor was asked, in eight hexadecimal digits: when it changes, the visitor is asked again. It covers
    /// the services that wait, their purposes, their controllers and the domain that shares the choice, and nothing that
    /// only changes the wording.
    pub fn fingerprint(&self) -> String {
        let mut asked: Vec<String> = self
            .asked()
            .map(|service| format!("{}\u{1f}{}\u{1f}{}", service.id, service.purpose.id(), service.provider.name))
            .collect();
        asked.sort();
        // A yes for one host is none for its whole domain.
        asked.extend(self.choice.domain.clone());
        format!("{:08x}", fnv1a(&asked.join("\u{1e}")))
    }
}

/// 32-bit FNV-1a: short, stable over versions, and no secret depends on it.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
