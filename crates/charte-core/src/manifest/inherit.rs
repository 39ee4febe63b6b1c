//! What a portal takes over from `[site]` and `[publisher]`.

use super::{PublisherDecl, Settings};

impl Settings {
    /// These settings, with the value of `site` for each key that they lack.
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
            state_site: either(&self.state_site, &site.state_site),
            frames: either(&self.frames, &site.frames),
            folder: either(&self.folder, &site.folder),
            languages: either(&self.languages, &site.languages),
            services: either(&self.services, &site.services),
            unknown: either(&self.unknown, &site.unknown),
            policy: either(&self.policy, &site.policy),
            banner: either(&self.banner, &site.banner),
            allow: either(&self.allow, &site.allow),
            first_party: either(&self.first_party, &site.first_party),
            delegated: either(&self.delegated, &site.delegated),
            choice_cookie: either(&self.choice_cookie, &site.choice_cookie),
            choice_lifetime: either(&self.choice_lifetime, &site.choice_lifetime),
            choice_domain: either(&self.choice_domain, &site.choice_domain),
            consent_modes: either(&self.consent_modes, &site.consent_modes),
            updated: either(&self.updated, &site.updated),
            changes: if self.changes.is_empty() { site.changes.clone() } else { self.changes.clone() },
            processing: if self.processing.is_empty() { site.processing.clone() } else { self.processing.clone() },
            texts,
            tokens,
            written: self.written.union(&site.written).cloned().collect(),
        }
    }
}

impl PublisherDecl {
    /// This publisher, with the value of `all` for each key that it lacks.
    pub(crate) fn or(&self, all: &PublisherDecl) -> PublisherDecl {
        // Name, address and telephone belong to one officer.
        let officer = if self.dpo.is_some() { &PublisherDecl::default() } else { all };
        PublisherDecl {
            name: either(&self.name, &all.name),
            country: either(&self.country, &all.country),
            // A region belongs to its country.
            region: either(&self.region, if self.country.is_some() { &None } else { &all.region }),
            representative: either(&self.representative, &all.representative),
            address: either(&self.address, &all.address),
            phone: either(&self.phone, &all.phone),
            email: either(&self.email, &all.email),
            contact: either(&self.contact, &all.contact),
            dpo: either(&self.dpo, &all.dpo),
            dpo_name: either(&self.dpo_name, &officer.dpo_name),
            dpo_address: either(&self.dpo_address, &officer.dpo_address),
            dpo_phone: either(&self.dpo_phone, &officer.dpo_phone),
            public_body: either(&self.public_body, &all.public_body),
            privacy: either(&self.privacy, &all.privacy),
            legal_notice: either(&self.legal_notice, &all.legal_notice),
            accessibility: either(&self.accessibility, &all.accessibility),
            written: self.written.union(&all.written).cloned().collect(),
        }
    }
}

fn either<T: Clone>(own: &Option<T>, inherited: &Option<T>) -> Option<T> {
    own.clone().or_else(|| inherited.clone())
}
