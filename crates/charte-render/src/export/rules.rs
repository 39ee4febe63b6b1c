//! The part of a charter that is the same for most portals: how long a choice is kept, the visitors' rights, what cookies are.

use super::charter::Writer;
use super::document::{Block, Line, Span, line, said};

impl Writer<'_> {
    /// What follows the services, in the order of the page.
    pub(super) fn rules(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.view.has_choice {
            blocks.push(self.heading("charter.kept_title"));
            blocks.extend(["charter.kept", "charter.refused", "charter.kept_again"].map(|key| self.paragraph(key)));
        }
        blocks.extend(self.rights());
        blocks.extend([self.heading("charter.browser_title"), self.paragraph("charter.browser")]);
        let browsers = ["firefox", "chrome", "edge", "safari"].map(|browser| {
            let key = format!("charter.browser_{browser}");
            vec![self.link(&self.words.text(&key), &self.words.text(&format!("{key}_url")))]
        });
        blocks.push(Block::List(browsers.to_vec()));
        blocks.push(self.heading("charter.what_title"));
        blocks
            .extend(["charter.what_cookie", "charter.what_uses", "charter.what_wider"].map(|key| self.paragraph(key)));
        blocks.extend(self.kinds());
        if !self.view.changes.is_empty() {
            blocks.push(self.heading("charter.changes_title"));
            let change = |change: &crate::view::ChangeView| {
                (vec![Span::Text(change.date.words.clone(), None)], vec![said(&change.text)])
            };
            blocks.push(Block::Facts(self.view.changes.iter().map(change).collect()));
        }
        blocks.extend(self.links());
        blocks
    }

    fn rights(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("charter.rights_title"), self.paragraph("charter.rights")];
        if self.view.has_choice {
            blocks.push(self.paragraph("charter.rights_consent"));
        }
        blocks.extend(self.view.rights_contact.as_ref().map(|contact| {
            let label = Span::Text(format!("{} ", self.words.text("charter.rights_how")), None);
            Block::Paragraph(vec![label, self.reach(contact)])
        }));
        let authority = &self.view.authority;
        blocks.push(self.paragraph("charter.rights_authority"));
        blocks.push(Block::Paragraph(said(&authority.name)));
        blocks.extend(authority.address.iter().map(|address| Block::Paragraph(said(address))));
        blocks.extend(
            authority.complaint.iter().map(|address| {
                Block::Paragraph(vec![self.link(&self.words.text("charter.rights_complaint"), address)])
            }),
        );
        blocks
    }

    fn kinds(&self) -> Vec<Block> {
        let kind = |name: &str| -> (Line, Vec<Line>) {
            let english = self.words.find(&format!("charter.{name}_english")).filter(|text| !text.is_empty());
            let title = self.words.text(&format!("charter.{name}_title"));
            let mut heading = vec![Span::Text(title, None)];
            if let Some(english) = english {
                heading.extend([
                    Span::Text(" (".into(), None),
                    Span::Text(english.to_owned(), Some("en".into())),
                    Span::Text(")".into(), None),
                ]);
            }
            let status = match name {
                "statistics" => line(&self.view.statistics),
                name => self.text(&format!("charter.{name}_status")),
            };
            (heading, vec![self.text(&format!("charter.{name}")), status])
        };
        vec![
            self.heading("charter.kinds_title"),
            self.paragraph("charter.kinds_intro"),
            Block::Heading(3, self.text("charter.kinds_purpose")),
            Block::Facts(vec![kind("necessary"), kind("statistics")]),
            Block::Heading(3, self.text("charter.kinds_party")),
            Block::Facts(vec![kind("first"), kind("third")]),
        ]
    }

    fn links(&self) -> Vec<Block> {
        let publisher = &self.view.publisher;
        let links = [
            ("charter.link_privacy", &publisher.privacy),
            ("charter.link_legal_notice", &publisher.legal_notice),
            ("charter.link_accessibility", &publisher.accessibility),
        ];
        let items: Vec<Line> = links
            .into_iter()
            .filter_map(|(key, address)| Some(vec![self.link(&self.words.text(key), address.as_ref()?)]))
            .collect();
        if items.is_empty() { Vec::new() } else { vec![self.heading("charter.links_title"), Block::List(items)] }
    }
}
