//! The blocks of a charter: what the charter page says, without what works only on the site itself.

use super::document::{Block, Line, Span, line, said};
use crate::view::{CharterView, Phrase, ProviderView, Reach, RowView, ServiceView, UseView};
use crate::words::Words;

/// Writes the blocks of one charter.
pub(super) struct Writer<'a> {
    pub(super) view: &'a CharterView,
    pub(super) words: &'a Words,
    /// Scheme and host of the portal: outside it, no address can be relative.
    pub(super) origin: &'a str,
}

impl Writer<'_> {
    /// All of the charter, in the order of the page.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.start();
        blocks.push(Block::Heading(2, self.uses_title()));
        blocks
            .extend(self.view.site.hosts.iter().map(|hosts| self.paragraph_with("charter.also", &[("hosts", hosts)])));
        if self.view.uses.is_empty() {
            blocks.push(self.paragraph("charter.uses_none"));
        }
        self.view.uses.iter().for_each(|section| blocks.extend(self.section(section)));
        blocks.extend(self.contacted());
        blocks.extend(self.processing());
        blocks.extend(self.responsible());
        blocks.extend(self.rules());
        blocks
    }

    fn start(&self) -> Vec<Block> {
        let view = self.view;
        let mut blocks = vec![Block::Heading(1, self.text("charter.title")), self.paragraph("charter.intro")];
        blocks.extend(
            view.updated
                .as_ref()
                .map(|day| Block::Paragraph(line(format!("{} {}", self.words.text("charter.updated"), day.words)))),
        );
        if view.has_choice {
            blocks.extend([self.heading("charter.choice_title"), self.paragraph("charter.choice")]);
        } else {
            blocks.extend([self.heading("charter.free_title"), self.paragraph("charter.free")]);
            if !view.asks {
                blocks.push(self.paragraph("charter.free_banner"));
            }
        }
        blocks.extend(self.objection());
        blocks
    }

    /// That visitors can object to a measurement, and where: only the charter page has the switch.
    fn objection(&self) -> Vec<Block> {
        let Some(objection) = &self.view.objection else { return Vec::new() };
        let page = self.view.languages.iter().find(|language| language.current);
        let mut text = line(&objection.text);
        text.extend(page.into_iter().flat_map(|page| [Span::Text(" ".into(), None), self.link(&page.url, &page.url)]));
        vec![self.heading("charter.objection_title"), Block::Paragraph(text)]
    }

    fn uses_title(&self) -> Line {
        let site = &self.view.site;
        let address = format!("{}{}", self.origin, site.home);
        vec![
            Span::Text(format!("{} ", self.words.text("charter.uses_title")), None),
            Span::Link(site.url.clone(), address),
        ]
    }

    fn section(&self, section: &UseView) -> Vec<Block> {
        let mut status = line(&section.status);
        if section.is_first {
            status.push(Span::Text(". ".into(), None));
            status.extend(said(&section.status_text));
        }
        let mut blocks = vec![Block::Heading(3, line(&section.heading))];
        if section.services.len() > 1 || section.purpose == "necessary" {
            blocks.push(Block::Paragraph(line(&section.description)));
        }
        blocks.push(Block::Paragraph(status));
        for service in &section.services {
            blocks.push(Block::Heading(4, line(&service.name)));
            blocks.extend(self.service(service));
        }
        blocks
    }

    /// The facts about a service, and its trackers.
    fn service(&self, service: &ServiceView) -> Vec<Block> {
        let mut blocks: Vec<Block> = service.description.iter().map(|text| Block::Paragraph(said(text))).collect();
        let facts = self.facts(service);
        if !facts.is_empty() {
            blocks.push(Block::Facts(facts));
        }
        if !service.rows.is_empty() {
            let heads = ["charter.col_name", "charter.col_purpose", "charter.col_lifetime"];
            let heads = heads.map(|key| self.words.text(key)).to_vec();
            let rows = service.rows.iter().map(|row| self.row(row)).collect();
            blocks.push(Block::Table(service.caption.clone(), heads, rows));
        }
        let address = service.opt_out.as_ref();
        blocks.extend(address.map(|address| {
            let text = format!("{} ({})", self.words.text("charter.opt_out"), service.name);
            Block::Paragraph(vec![self.link(&text, address)])
        }));
        blocks
    }

    fn facts(&self, service: &ServiceView) -> Vec<(Line, Vec<Line>)> {
        let fact = |key: &str, lines: Vec<Line>| (!lines.is_empty()).then(|| (self.text(key), lines));
        let phrase = |key: &str, text: &Option<Phrase>| fact(key, text.iter().map(said).collect());
        let plain = |key: &str, text: &Option<String>| fact(key, text.iter().map(line).collect());
        let provider = ProviderView {
            name: service.provider.clone(),
            country: service.country.clone(),
            role: service.role.clone(),
            policy: service.policy.clone(),
        };
        let provider = if service.provider.is_empty() { Vec::new() } else { self.provider(&provider) };
        let ground = service.ground.as_ref().map(|ground| {
            let evidence = service.evidence.as_ref().map(|address| {
                vec![self.link(&format!("{} ({})", self.words.text("charter.evidence"), service.name), address)]
            });
            (line(&service.status), [line(ground)].into_iter().chain(evidence).collect())
        });
        [
            plain("charter.col_purpose", &service.purpose),
            phrase("charter.when", &service.when),
            fact("charter.provider", provider),
            ground,
            fact("charter.legal_basis", service.legal_basis.iter().map(said).collect()),
            phrase("charter.data", &service.data),
            phrase("charter.masking", &service.masking),
            phrase("charter.recipients", &service.recipients),
            phrase("charter.retention", &service.retention),
            phrase("charter.deletion", &service.deletion),
            phrase("charter.hosting", &service.hosting),
            service.transfer.as_ref().map(|transfer| (line(&service.transfer_title), vec![said(transfer)])),
            plain("charter.hosts", &service.hosts),
            phrase("charter.refused_title", &service.refused),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The cells of a tracker.
    fn row(&self, row: &RowView) -> Vec<Vec<Line>> {
        let name = vec![vec![Span::Code(row.name.clone())], line(&row.nature)];
        let part = row.part.as_ref().map(|part| {
            let mut part = said(part);
            part.extend(row.location.iter().map(|location| Span::Text(format!(" ({location})"), None)));
            part
        });
        let mut purpose: Vec<Line> = part.into_iter().chain([said(&row.description)]).collect();
        purpose.extend(row.purpose.iter().map(line));
        purpose.extend(row.when.iter().map(|when| {
            let label = Span::Text(format!("{} – ", self.words.text("charter.when")), None);
            [label].into_iter().chain(said(when)).collect()
        }));
        purpose.extend(row.provider.iter().flat_map(|provider| self.provider(provider)));
        purpose.extend(row.consent.iter().map(line));
        purpose.extend(row.evidence.iter().map(|address| {
            vec![self.link(&format!("{} ({})", self.words.text("charter.evidence"), row.name), address)]
        }));
        let mut lifetime = vec![line(&row.lifetime)];
        lifetime.extend(row.alternatives.iter().chain(&row.lifetime_note).map(said));
        vec![name, purpose, lifetime]
    }

    fn provider(&self, provider: &ProviderView) -> Vec<Line> {
        let country = provider.country.as_ref().map(|country| format!(" ({country})")).unwrap_or_default();
        let role = provider.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        let policy = provider.policy.as_ref().map(|address| {
            vec![self.link(&self.words.text_with("charter.policy", &[("provider", &provider.name)]), address)]
        });
        [line(format!("{}{country}{role}", provider.name))].into_iter().chain(policy).collect()
    }

    fn contacted(&self) -> Vec<Block> {
        let (view, mut blocks) = (self.view, Vec::new());
        if view.contacted.is_empty() && view.allowed.is_empty() {
            return blocks;
        }
        blocks.push(self.heading("charter.contacted_title"));
        if !view.contacted.is_empty() {
            blocks.push(self.paragraph("charter.contacted"));
        }
        for service in &view.contacted {
            blocks.push(Block::Heading(3, line(&service.name)));
            blocks.push(Block::Paragraph(line(&service.status)));
            blocks.extend(self.service(service));
        }
        if !view.allowed.is_empty() {
            let hosts = view.allowed.iter().map(|host| vec![Span::Code(host.clone())]).collect();
            blocks.extend([self.paragraph("charter.allowed"), Block::List(hosts)]);
        }
        blocks
    }

    fn processing(&self) -> Vec<Block> {
        if self.view.processing.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![self.heading("charter.processing_title"), self.paragraph("charter.processing")];
        for processing in &self.view.processing {
            blocks.push(Block::Heading(3, line(&processing.name)));
            blocks.extend(self.service(processing));
        }
        blocks
    }

    fn responsible(&self) -> Vec<Block> {
        let publisher = &self.view.publisher;
        let plain = |value: &Option<String>| value.iter().map(line).collect::<Vec<_>>();
        let reach = |value: &Option<Reach>| value.iter().map(|reach| vec![self.reach(reach)]).collect::<Vec<_>>();
        let contact = [reach(&publisher.contact), reach(&publisher.email)].concat();
        let (name, address) = (plain(&publisher.dpo_name), plain(&publisher.dpo_address));
        let officer = [name, address, reach(&publisher.dpo_phone), reach(&publisher.dpo)].concat();
        let facts = [
            ("charter.responsible_representative", plain(&publisher.representative)),
            ("charter.responsible_address", plain(&publisher.address)),
            ("charter.responsible_phone", reach(&publisher.phone)),
            ("charter.responsible_contact", contact),
            ("charter.responsible_dpo", officer),
        ];
        let facts: Vec<(Line, Vec<Line>)> = facts
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(key, lines)| (self.text(key), lines))
            .collect();
        let mut blocks = vec![self.heading("charter.responsible_title"), self.paragraph("charter.responsible")];
        if !facts.is_empty() {
            blocks.push(Block::Facts(facts));
        }
        blocks
    }

    pub(super) fn heading(&self, key: &str) -> Block {
        Block::Heading(2, self.text(key))
    }

    pub(super) fn paragraph(&self, key: &str) -> Block {
        Block::Paragraph(self.text(key))
    }

    fn paragraph_with(&self, key: &str, variables: &[(&str, &str)]) -> Block {
        Block::Paragraph(line(self.words.text_with(key, variables)))
    }

    pub(super) fn text(&self, key: &str) -> Line {
        line(self.words.text(key))
    }

    pub(super) fn reach(&self, reach: &Reach) -> Span {
        self.link(&reach.text, &reach.address)
    }

    /// A link; a relative address becomes absolute.
    pub(super) fn link(&self, text: &str, address: &str) -> Span {
        let address = if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() };
        Span::Link(text.to_owned(), address)
    }
}
