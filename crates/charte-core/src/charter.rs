//! The checked declaration of a portal: a [`Charter`], made from a manifest by [`check`](crate::check::check).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::Place;
use crate::legal::LegalOrder;
use crate::lifetime::Lifetime;
use crate::model::{ConsentMode, Localized, OwnPurpose, Processing, Purpose, Service, Texts};

/// The legal entity that is responsible for the portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Publisher {
    /// Name of the legal entity.
    pub name: String,
    /// Who represents it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address, beside a `contact` that is a web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// E-mail address or web page to write to.
    pub contact: Option<String>,
    /// E-mail address or web page of the data-protection officer.
    pub dpo: Option<String>,
    /// Name of the data-protection officer, or of the body that is it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpo_name: Option<String>,
    /// Postal address of the data-protection officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpo_address: Option<String>,
    /// Telephone number of the data-protection officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpo_phone: Option<String>,
    /// Whether it is a public body, which must have a data-protection officer (GDPR article 37).
    pub public_body: bool,
    /// Address of the personal data policy.
    pub privacy: Localized,
    /// Address of the legal notice.
    pub legal_notice: Localized,
    /// Address of the accessibility statement.
    pub accessibility: Localized,
}

/// When the banner is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BannerPolicy {
    /// Where a service needs consent.
    #[default]
    Auto,
    /// On every portal.
    Always,
    /// Nowhere; a visitor accepts a service at its placeholder or on the charter page.
    Never,
}

/// What is done about third parties that are not declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownPolicy {
    /// The browser refuses them.
    #[default]
    Block,
    /// They load, and are reported.
    Allow,
}

/// How pages get the content security policy by which browsers refuse third parties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyForm {
    /// An inline script adds it; it is in the HTML of a page where that script would come too late or could not run.
    #[default]
    Auto,
    /// It is in the HTML of every page.
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
    /// The `Domain` attribute: the domain whose hosts share the choice. `None` for the portal's host alone.
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

/// Where a portal's pages are read and written. Paths are as in the manifest, relative to its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folders {
    /// Folder of the built site.
    pub input: String,
    /// Folder for the output; `None` when the site is built in place.
    pub output: Option<String>,
    /// Name of charte's own folder in the output.
    pub folder: String,
    /// Pages of the site whose frame the charter page takes, relative to `input`, by language. The key "" is for
    /// languages without a page of their own.
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

/// The complete, checked declaration of one portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charter {
    /// Name in the manifest.
    pub id: String,
    /// Name that visitors know, in the portal's first language.
    pub name: String,
    /// The name in each language, where they differ.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// Address of the portal, `https://host/base/`: it ends with a slash.
    pub url: String,
    /// Path part of `url`: `/` or `/base/`.
    pub base_path: String,
    /// Host part of `url`.
    pub host: String,
    /// The domain of `host` that can be registered (public suffix list), above which no cookie can be; `None` for an IP
    /// address or a public suffix itself.
    pub registrable: Option<String>,
    /// Further hosts at which visitors meet the portal: the charter holds for them, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Hosts that are the portal's own besides `host`, with those of `hosts`.
    pub first_party: Vec<String>,
    /// Hosts that may be contacted without consent, by declaration.
    pub allow: Vec<String>,
    /// DNS aliases: ids of services, by the host of the portal's own domain that leads to them.
    pub delegated: BTreeMap<String, String>,
    /// What is done about all other hosts.
    pub unknown: UnknownPolicy,
    /// How pages get their policy. They have none where `unknown` lets third parties load.
    pub policy: PolicyForm,
    /// Languages of the portal, its first one first.
    pub languages: Vec<String>,
    /// Where its pages are read and written.
    pub folders: Folders,
    /// Whether it is a site of the French State: only those may use the State's design system (DSFR).
    pub state_site: bool,
    /// Who is responsible for it.
    pub publisher: Publisher,
    /// The law of the publisher's country, with the authority of its region.
    pub order: LegalOrder,
    /// When the banner is shown.
    pub banner: BannerPolicy,
    /// How the choice is kept.
    pub choice: ChoiceCookie,
    /// Vendors that get consent signals, each once, in the order of [`ConsentMode::ALL`].
    pub consent_modes: Vec<ConsentMode>,
    /// The services that the portal uses, in the order of [`Purpose::ALL`], then as declared.
    pub services: Vec<Service>,
    /// Personal data that is processed without trackers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub processing: Vec<Processing>,
    /// Day of the last change, as `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// What changed, newest first.
    pub changes: Vec<Change>,
    /// Texts that replace the theme's, by language, then by key.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
    /// Theme tokens that the manifest sets, by name.
    pub tokens: BTreeMap<String, String>,
    /// The places of what is checked later, by name: `text.fr.banner.title`, `token.accent`, `language.de`, `theme`, `frame.fr`
    /// (`frame.` where it is for all languages).
    #[serde(skip)]
    pub places: BTreeMap<String, Place>,
}

impl Charter {
    /// The portal's name in a language.
    pub fn name_in(&self, language: &str) -> &str {
        self.names.get(language).unwrap_or(&self.name)
    }

    /// The services that need the visitor's consent.
    pub fn requiring_consent(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| service.consent.is_required())
    }

    /// Whether any service needs consent, so that a visitor has a choice to make.
    pub fn has_choice(&self) -> bool {
        self.requiring_consent().next().is_some()
    }

    /// Whether a visitor who has made no choice yet gets the banner.
    pub fn has_banner(&self) -> bool {
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

    /// The purposes of the services, in reading order: each known one, and after it those of the declaration's own that are like it.
    pub fn headings(&self) -> Vec<(Purpose, Option<&OwnPurpose>)> {
        let mut headings: Vec<(Purpose, Option<&OwnPurpose>)> = Vec::new();
        for purpose in Purpose::ALL {
            let services = || self.services.iter().filter(move |service| service.purpose == purpose);
            headings.extend(services().find(|service| service.own_purpose.is_none()).map(|_| (purpose, None)));
            for own in services().filter_map(|service| service.own_purpose.as_ref()) {
                if !headings.iter().any(|(_, known)| known.is_some_and(|known| known.id == own.id)) {
                    headings.push((purpose, Some(own)));
                }
            }
        }
        headings
    }

    /// A fingerprint of what visitors consent to, in eight hexadecimal digits: when it changes, they are asked again.
    /// It covers the services that need consent, their purposes, their providers, where the choice holds and how long, and no
    /// wording.
    pub fn fingerprint(&self) -> String {
        let mut parts: Vec<String> = self
            .requiring_consent()
            .map(|service| format!("{}\u{1f}{}\u{1f}{}", service.id, service.purpose_id(), service.provider.name))
            .collect();
        parts.sort();
        // A consent that was given to one host does not hold for its whole domain.
        parts.extend(self.choice.domain.clone());
        // Pages below another portal's on the same host get that one's cookie too: its refusal would outlive each acceptance of theirs.
        let is_below = self.choice.domain.is_none() && self.base_path != "/";
        parts.extend(is_below.then(|| self.base_path.clone()));
        // A browser keeps an answer for the time that was asked for.
        parts.extend((self.choice.days != DEFAULT_DAYS).then(|| self.choice.days.to_string()));
        format!("{:08x}", fnv1a(&parts.join("\u{1e}")))
    }
}

/// How long a choice holds where nothing is declared: six months.
const DEFAULT_DAYS: u32 = 182;

/// 32-bit FNV-1a: short, and stable across versions of charte and Rust. It protects no secret.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
