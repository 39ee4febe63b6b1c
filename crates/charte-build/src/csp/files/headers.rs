//! The rules of one file, and which of them apply to a page.

use charte_core::diagnostic::{Diagnostic, Place};

use crate::csp::files::contacts::Contact;
use crate::csp::files::pattern::Pattern;
use crate::csp::files::proxied::Proxied;
use crate::csp::policies::Policies;
use crate::rules;

/// Which of the rules that match a page apply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Union {
    /// All of them are sent.
    All,
    /// The last is sent.
    Last,
    /// The first rule for the path decides, and what is for all pages is sent where that says nothing.
    First,
}

/// What a rule does with the header.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Effect {
    /// It is sent with these policies.
    Send(Policies),
    /// It is sent with these where no rule for the path says otherwise.
    Otherwise(Policies),
    /// What earlier rules send is taken back.
    TakeBack,
    /// The rule fits the path and has no such header.
    Nothing,
}

/// One rule of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) pattern: Pattern,
    pub(super) effect: Effect,
}

impl Rule {
    pub(super) fn send(pattern: Pattern, value: &str, place: &Place) -> Rule {
        Rule { pattern, effect: Effect::Send(Policies::header(value, place)) }
    }
}

/// The rules of one file, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Headers {
    pub(super) union: Union,
    pub(super) rules: Vec<Rule>,
    /// What its headers have browsers contact, on whatever page.
    pub(super) contacts: Vec<Contact>,
    /// The paths that other servers answer.
    pub(super) proxied: Vec<Proxied>,
}

impl Headers {
    pub(super) fn for_path(&self, paths: &[&str]) -> Policies {
        let (mut sent, mut otherwise) = (Policies::default(), Policies::default());
        for rule in self.rules.iter().filter(|rule| paths.iter().any(|path| rule.pattern.fits(path))) {
            match &rule.effect {
                Effect::Send(policies) if self.union == Union::All => sent.extend(policies),
                Effect::Send(policies) => sent = policies.clone(),
                Effect::Otherwise(policies) => otherwise.extend(policies),
                Effect::TakeBack => sent = Policies::default(),
                Effect::Nothing => {}
            }
            if self.union == Union::First && !matches!(rule.effect, Effect::Otherwise(_)) {
                break;
            }
        }
        if sent.is_empty() { otherwise } else { sent }
    }
}

pub(super) const UNREAD_HELP: &str = "mend it: what it says of the site's content security policy is not known";

/// The finding about a file that is not in the format that its name says.
pub(super) fn unread(message: impl Into<String>, place: Option<Place>) -> Diagnostic {
    rules::contacts::HEADERS_UNREAD.finding(message).at(place).help(UNREAD_HELP)
}
