//! What of charte's the policies of a page refuse, and how each of them has to be changed.

use charte_core::diagnostic::Place;
use content_security_policy as csp;
use url::Url;

use crate::csp::policies::{Arrival, Delivery, Policies, Policy, hash, request, script};
use crate::csp::remedy::{self, Remedy};

/// What charte inserts into pages.
#[derive(Debug, Clone)]
pub(crate) struct Ours<'a> {
    /// Address of charte's own folder, with its last slash: `https://host/base/charte-cookies/`.
    pub folder: &'a Url,
    /// Text of the inline script.
    pub inline: &'a str,
    /// Text of a held script: `charteRun()`.
    pub run: &'a str,
    /// Whether charte's tags come before every `<meta>` policy of the page, which then does not apply to them.
    pub is_first: bool,
}

impl Ours<'_> {
    /// The name of the Trusted Types policy that charte's scripts may create.
    pub(crate) const TRUSTED_POLICY: &'static str = remedy::TRUSTED_POLICY;
}

/// What charte needs of the policies of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Need {
    /// The inline script.
    Inline,
    /// A script file of charte's, by a tag in the page.
    File,
    /// A script file of charte's, by an element that a script of charte's inserts.
    Inserted,
    /// `import()` of charte's files, by a script whose tag is in the page: under `'strict-dynamic'` Chromium and Firefox
    /// refuse it, and a policy behind that tag governs it. By an inserted script it is as [`Need::Inserted`].
    Import,
    /// The inline text of a held script, whose tag has no nonce.
    Run,
    /// charte's style sheet, in the `srcdoc` of a placeholder.
    Style,
    /// `document.write`, `srcdoc` and `script.src` with plain texts.
    PlainText,
    /// The same with texts of a Trusted Types policy named `charte`. It can be refused only where [`Need::PlainText`] is.
    TrustedText,
}

impl Need {
    const ALL: [Need; 8] = [
        Need::Inline,
        Need::File,
        Need::Inserted,
        Need::Import,
        Need::Run,
        Need::Style,
        Need::PlainText,
        Need::TrustedText,
    ];

    /// Whether a `<meta>` policy after charte's tags does not apply to it.
    fn precedes_metas(self) -> bool {
        matches!(self, Need::Inline | Need::File | Need::TrustedText)
    }
}

/// One policy that refuses one thing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Obstacle {
    /// What it refuses.
    pub need: Need,
    /// Where the policy is written.
    pub place: Place,
    /// What to do there: "add `'sha256-…'` to `script-src`".
    pub remedy: String,
}

/// What the policies of a page refuse.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Judgement {
    /// Every refusal, by need, then in the order of the policies.
    pub obstacles: Vec<Obstacle>,
    /// Whether the page is in a sandbox without `allow-same-origin`: its origin is opaque, and `'self'` matches nothing
    /// (in WebKit, everything).
    pub has_no_origin: bool,
}

impl Judgement {
    /// Whether no policy refuses it.
    pub(crate) fn allows(&self, need: Need) -> bool {
        self.of(need).next().is_none()
    }

    /// The refusals of one thing.
    pub(crate) fn of(&self, need: Need) -> impl Iterator<Item = &Obstacle> {
        self.obstacles.iter().filter(move |obstacle| obstacle.need == need)
    }
}

impl Policies {
    /// What these policies refuse of `ours`.
    pub(crate) fn judge(&self, ours: &Ours<'_>) -> Judgement {
        let trusted = self.0.iter().any(|policy| policy.wants_trusted_text());
        let mut obstacles = Vec::new();
        for need in Need::ALL.into_iter().filter(|need| trusted || *need != Need::TrustedText) {
            let behind = ours.is_first && need.precedes_metas();
            let governing = self.0.iter().filter(|policy| !(behind && policy.delivery == Delivery::Meta));
            obstacles.extend(governing.filter_map(|policy| policy.refuses(need, ours)));
        }
        Judgement { obstacles, has_no_origin: self.0.iter().any(|policy| policy.takes_origin()) }
    }
}

impl Policy {
    fn refuses(&self, need: Need, ours: &Ours<'_>) -> Option<Obstacle> {
        let remedy = match need {
            Need::Inline | Need::File | Need::Inserted | Need::Import | Need::Run => {
                self.without_scripts().map(Remedy::sandbox).or_else(|| self.refuses_script(need, ours))
            }
            Need::Style => {
                let request = request(ours.folder, &ours.file("charte.css"), csp::Destination::Style);
                self.refuses_request(&request).map(|directive| Remedy::source(directive, "style-src", "'self'"))
            }
            Need::PlainText => self.wants_trusted_text().then(Remedy::plain),
            Need::TrustedText => self.refuses_trusted_policy().map(Remedy::trusted_policy),
        };
        remedy.map(|remedy| Obstacle { need, place: self.place.clone(), remedy: remedy.to_string() })
    }

    fn refuses_script(&self, need: Need, ours: &Ours<'_>) -> Option<Remedy> {
        let inline = match need {
            Need::Inline => Some(ours.inline),
            Need::Run => Some(ours.run),
            _ => None,
        };
        if let Some(text) = inline {
            let directive = self.refuses_inline(text, "")?;
            return Some(Remedy::source(directive, "script-src", &hash(text)));
        }
        let arrival = if need == Need::Inserted { Arrival::Inserted } else { Arrival::Parsed };
        let directive = self.refuses_request(&script(ours.folder, &ours.file("charte.js"), "", arrival))?;
        // Host sources have no effect beside `'strict-dynamic'`, but scripts that an allowed inline script inserts are
        // allowed.
        let strict = directive.value.iter().any(|source| source.eq_ignore_ascii_case("'strict-dynamic'"));
        let source = if strict { hash(ours.inline) } else { "'self'".into() };
        Some(Remedy::source(directive, "script-src", &source))
    }

    /// The `sandbox` directive without `allow-scripts`, under which no script runs.
    fn without_scripts(&self) -> Option<&csp::Directive> {
        self.sandbox_without("allow-scripts")
    }

    fn takes_origin(&self) -> bool {
        self.sandbox_without("allow-same-origin").is_some()
    }

    fn sandbox_without(&self, flag: &str) -> Option<&csp::Directive> {
        let directive = self.directive("sandbox")?;
        directive.value.iter().all(|other| !other.eq_ignore_ascii_case(flag)).then_some(directive)
    }

    fn wants_trusted_text(&self) -> bool {
        let script = |group: &String| group == "'script'";
        self.directive("require-trusted-types-for").is_some_and(|directive| directive.value.iter().any(script))
    }

    /// The directive under which charte's Trusted Types policy cannot be created.
    fn refuses_trusted_policy(&self) -> Option<&csp::Directive> {
        let list = csp::CspList(vec![self.parsed.clone()]);
        let (result, _) = list.is_trusted_type_policy_creation_allowed(Ours::TRUSTED_POLICY, &[]);
        self.directive("trusted-types").filter(|_| result == csp::CheckResult::Blocked)
    }
}

impl Ours<'_> {
    /// The address of a file of charte's.
    fn file(&self, name: &str) -> Url {
        self.folder.join(name).unwrap_or_else(|_| self.folder.clone())
    }
}
