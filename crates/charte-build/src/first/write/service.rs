//! The services of a first declaration: what the catalogue does not know about them.

use super::text::{GUESSED, MISSING, Text, quoted};
use crate::first::draft::{Draft, Service};
use crate::first::import::ImportedService;

impl Draft {
    /// What the catalogue does not know about a service.
    pub(super) fn service(&self, service: &Service, text: &mut Text) {
        if let Some(said) = &service.said {
            return self.said(service, said, text);
        }
        let hosts = service.hosts.iter().map(|host| quoted(host)).collect::<Vec<_>>().join(", ");
        if service.is_known {
            if !service.hosts.is_empty() {
                text.raw(&format!("\n[service.{}]\n", service.id));
                text.line("hosts", &format!("[{hosts}]"), "where this one runs");
                if let Some(publisher) = self.publisher.value().filter(|_| self.hosts_itself(service)) {
                    text.line("provider.name", &quoted(publisher), &format!("{GUESSED}: who runs that server"));
                }
            }
            return;
        }
        let host = service.hosts.first().map_or("", String::as_str);
        text.raw(&format!("\n[service.{}]\n", service.id));
        text.line(
            "name",
            &quoted(host),
            &format!("{GUESSED}: the name that visitors know; the catalogue does not know this host"),
        );
        text.line("purpose", "\"content\"", &format!("{GUESSED}: what it is for"));
        text.line(
            "consent",
            "\"required\"",
            "or { exempt = \"<ground>\" }, or the host in `allow` if it keeps and reads nothing",
        );
        text.line("hosts", &format!("[{hosts}]"), "");
        let describe = |language: &String| format!("{language} = {}", quoted(&description(language, host)));
        let texts = self.languages().iter().map(describe).collect::<Vec<_>>().join(", ");
        text.line("description", &format!("{{ {texts} }}"), &format!("{GUESSED}: what it does on the site"));
        text.retention();
        text.raw(&format!("\n[service.{}.provider]\n", service.id));
        text.line("name", &quoted(host), &format!("{GUESSED}: the company or body behind it"));
        text.comment(
            "policy",
            &quoted(&format!("https://{host}/")),
            &format!("{MISSING}: the address of its privacy policy"),
        );
        text.country("country");
    }

    /// Whether a service runs on a server below the portal's own domain.
    fn hosts_itself(&self, service: &Service) -> bool {
        let host = self.url.value().and_then(|url| url.split('/').nth(2)).unwrap_or_default();
        let domain = host.strip_prefix("www.").unwrap_or(host);
        !domain.is_empty() && service.hosts.iter().any(|host| host == domain || host.ends_with(&format!(".{domain}")))
    }

    /// What imported files say about a service: everything for one of the publisher's own, else what differs from the
    /// catalogue.
    fn said(&self, service: &Service, said: &ImportedService, text: &mut Text) {
        let id = &service.id;
        let is_silent = said.provider.is_none() && said.policy.is_none() && said.description.is_empty();
        if said.is_known && is_silent && service.hosts.is_empty() && said.unnamed.is_empty() {
            said.trackers.iter().for_each(|tracker| text.tracker(id, tracker));
            return;
        }
        text.raw(&format!("\n[service.{id}]\n"));
        if said.is_known {
            if let Some(provider) = &said.provider {
                text.line("provider.name", &quoted(provider), "as the publisher's own text has it");
            }
        } else {
            text.line(
                "name",
                &quoted(said.name.as_deref().unwrap_or(id)),
                &format!("{GUESSED}: the name that visitors know"),
            );
            let provider = said.provider.as_deref().unwrap_or(id);
            text.line("provider.name", &quoted(provider), &format!("{GUESSED}: the company or body behind it"));
            self.purpose(said, text);
        }
        if let Some(policy) = &said.policy {
            text.line("provider.policy", &quoted(policy), "");
        } else if !said.is_known && said.ground.is_none() {
            text.comment("provider.policy", "\"https://…\"", &format!("{MISSING}: the address of its privacy policy"));
        }
        if !service.hosts.is_empty() {
            let hosts = service.hosts.iter().map(|host| quoted(host)).collect::<Vec<_>>().join(", ");
            text.line("hosts", &format!("[{hosts}]"), "");
        } else if !said.is_known && said.ground.is_none() {
            text.comment("hosts", "[\"…\"]", &format!("{MISSING}: the hosts that its scripts and content come from"));
        }
        if !said.is_known && said.ground.is_none() {
            text.retention();
            text.country("provider.country");
        }
        text.texts("description", &said.description);
        if !said.unnamed.is_empty() {
            let names = said.unnamed.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
            text.comment(
                "without",
                &format!("[{names}]"),
                &format!("{GUESSED}: trackers of the catalogue that the publisher's own text does not name"),
            );
        }
        said.trackers.iter().for_each(|tracker| text.tracker(id, tracker));
    }

    fn purpose(&self, said: &ImportedService, text: &mut Text) {
        text.line("purpose", &quoted(said.purpose.unwrap_or("content")), &format!("{GUESSED}: what it is for"));
        match said.ground {
            Some(ground) => {
                let note = format!("{GUESSED}: only if it is that, and the site does not work without it");
                text.line("consent", &format!("{{ exempt = {} }}", quoted(ground)), &note);
            }
            None => text.line("consent", "\"required\"", "or { exempt = \"<ground>\" }"),
        }
        if said.description.is_empty() {
            let name = said.name.as_deref().unwrap_or(&said.id);
            let describe = |language: &String| format!("{language} = {}", quoted(&description(language, name)));
            let texts = self.languages().iter().map(describe).collect::<Vec<_>>().join(", ");
            text.line("description", &format!("{{ {texts} }}"), &format!("{GUESSED}: what it does on the site"));
        }
    }
}

/// The description of a service of which only the host is known.
fn description(language: &str, host: &str) -> String {
    match language {
        "fr" => format!("Affiche dans les pages du contenu qui vient de {host}."),
        "en" => format!("Shows content from {host} in the pages."),
        "de" => format!("Zeigt auf den Seiten Inhalte von {host}."),
        "es" => format!("Muestra en las páginas contenidos de {host}."),
        "it" => format!("Mostra nelle pagine contenuti di {host}."),
        "nl" => format!("Toont op de pagina’s inhoud van {host}."),
        "pt" => format!("Mostra nas páginas conteúdos de {host}."),
        _ => host.to_owned(),
    }
}
