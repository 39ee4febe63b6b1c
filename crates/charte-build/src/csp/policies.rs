//! Policies as a browser reads them: what each lets through.

use std::sync::Arc;

use charte_core::diagnostic::Place;
use content_security_policy as csp;
use url::Url;

/// The header of policies that are enforced; `Content-Security-Policy-Report-Only` refuses nothing.
pub(super) const HEADER: &str = "content-security-policy";

/// How a policy reaches the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// By the server, before the page's first byte.
    Header,
    /// By a `<meta>` element: it applies to what comes after it in the page.
    Meta,
}

/// How a script file comes into a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// By a tag in the HTML, or one that `document.write` wrote.
    Parsed,
    /// As an element that a script made: `'strict-dynamic'` lets it through.
    Inserted,
}

/// One policy, where it is written.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    pub(super) place: Place,
    pub(super) delivery: Delivery,
    pub(super) parsed: csp::Policy,
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        let same_place = self.place == other.place && self.delivery == other.delivery;
        same_place && self.parsed.directive_set == other.parsed.directive_set
    }
}

/// The policies of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Policies(pub(super) Vec<Arc<Policy>>);

impl Policies {
    /// Those of a `Content-Security-Policy` header: a list with commas.
    pub(crate) fn header(value: &str, place: &Place) -> Self {
        let list = csp::CspList::parse(value, csp::PolicySource::Header, csp::PolicyDisposition::Enforce);
        Policies(list.0.into_iter().filter_map(|parsed| policy(parsed, Delivery::Header, place)).collect())
    }

    /// That of a `<meta http-equiv="Content-Security-Policy">`, in which browsers ignore three directives.
    pub(crate) fn meta(content: &str, place: &Place) -> Self {
        let mut parsed = csp::Policy::parse(content, csp::PolicySource::Meta, csp::PolicyDisposition::Enforce);
        let ignored = ["frame-ancestors", "report-uri", "sandbox"];
        parsed.directive_set.retain(|directive| !ignored.contains(&directive.name.as_str()));
        Policies(policy(parsed, Delivery::Meta, place).into_iter().collect())
    }

    /// Adds those of `other`.
    pub(crate) fn extend(&mut self, other: &Policies) {
        self.0.extend(other.0.iter().cloned());
    }

    /// Whether there is none, so that nothing is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn policy(mut parsed: csp::Policy, delivery: Delivery, place: &Place) -> Option<Arc<Policy>> {
    for directive in &mut parsed.directive_set {
        directive.value.retain(|source| !has_impossible_port(source));
    }
    let sound = !parsed.directive_set.is_empty();
    sound.then(|| Arc::new(Policy { place: place.clone(), delivery, parsed }))
}

/// Whether the source has a port above 65535. It matches nothing, which the parser does not know.
fn has_impossible_port(source: &str) -> bool {
    let address = source.split_once("://").map_or(source, |(_, address)| address);
    let host = address.split('/').next().unwrap_or_default();
    let Some((_, port)) = host.rsplit_once(':') else { return false };
    !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_err()
}

impl Policy {
    /// The directive that refuses an inline script.
    pub(super) fn refuses_inline(&self, text: &str, nonce: &str) -> Option<&csp::Directive> {
        let element = csp::Element { nonce: Some(nonce).filter(|nonce| !nonce.is_empty()).map(Into::into) };
        let inline = csp::InlineCheckType::Script;
        let refuses = |directive: &&csp::Directive| {
            directive.inline_check(&element, inline, &self.parsed, text) == csp::CheckResult::Blocked
        };
        self.parsed.directive_set.iter().find(refuses)
    }

    /// The directive that refuses a request.
    pub(super) fn refuses_request(&self, request: &csp::Request) -> Option<&csp::Directive> {
        let refuses = |directive: &&csp::Directive| {
            directive.pre_request_check(request, &self.parsed) == csp::CheckResult::Blocked
        };
        self.parsed.directive_set.iter().find(refuses)
    }

    pub(super) fn directive(&self, name: &str) -> Option<&csp::Directive> {
        self.parsed.directive_set.iter().find(|directive| directive.name == name)
    }
}

/// The request for a script file.
pub(super) fn script(page: &Url, address: &Url, nonce: &str, arrival: Arrival) -> csp::Request {
    let parser_metadata = match arrival {
        Arrival::Parsed => csp::ParserMetadata::ParserInserted,
        Arrival::Inserted => csp::ParserMetadata::NotParserInserted,
    };
    csp::Request { nonce: nonce.into(), parser_metadata, ..request(page, address, csp::Destination::Script) }
}

/// A request of a page for a file.
pub(super) fn request(page: &Url, address: &Url, destination: csp::Destination) -> csp::Request {
    csp::Request {
        url: address.clone(),
        current_url: address.clone(),
        origin: page.origin(),
        redirect_count: 0,
        destination,
        initiator: csp::Initiator::None,
        nonce: String::new(),
        integrity_metadata: String::new(),
        parser_metadata: csp::ParserMetadata::ParserInserted,
    }
}

/// The source that lets an inline script with this text through: `'sha256-…'`.
pub(super) fn hash(text: &str) -> String {
    format!("'sha256-{}'", csp::HashAlgorithm::Sha256.apply(text))
}
