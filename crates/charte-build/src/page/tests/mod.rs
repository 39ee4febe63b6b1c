mod anchors;
mod broken;
mod frame;
mod gating;
mod hostile;
mod scanning;

use charte_core::charter::{BannerPolicy, Charter, ChoiceCookie, Place, Publisher, UnknownPolicy};
use charte_core::lifetime::Lifetime;
use charte_core::model::{Consent, Ground, Provider, Purpose, Service, Texts};

use super::{Embed, Markup, Rewritten, Rules, rewrite, strip};
use crate::recognise::Recogniser;

/// Short pieces that are easy to tell apart.
pub(super) struct Plain(pub(super) &'static str);

impl Markup for Plain {
    fn language(&self, lang: Option<&str>) -> &str {
        if lang.is_some_and(|lang| lang.starts_with("en")) { "en" } else { "fr" }
    }

    fn head(&self, language: &str, styled: bool) -> String {
        let style = if styled { "<link rel=stylesheet href=/c.css data-charte-built>" } else { "" };
        format!("<script src=/c/{}{language}.js data-charte-built async></script>{style}", self.0)
    }

    fn placeholder(&self, _: &str, embed: &Embed<'_>) -> String {
        let services = embed.services.join(" ");
        format!("<span data-charte-for=\"{services}\" data-charte-built><svg></svg><span>{}</span></span>", self.0)
    }

    fn link(&self, _: &str) -> String {
        format!("<p data-charte-built><a href=/c/ data-charte-open>{}</a></p>", self.0)
    }

    fn charter(&self, language: &str) -> String {
        format!("<h1>Charte {language} {}</h1><div>…</div>", self.0).replace('…', "&hellip;")
    }
}

pub(super) fn service(id: &str, hosts: &[&str], is_exempt: bool) -> Service {
    let consent = match is_exempt {
        true => Consent::Exempt { ground: Ground::AudienceMeasurement, evidence: None },
        false => Consent::Required,
    };
    Service {
        id: id.into(),
        name: id.into(),
        provider: Provider { name: id.into(), country: None, policy: None },
        purpose: Purpose::Content,
        consent,
        never_exempt: None,
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        paths: Vec::new(),
        signatures: Vec::new(),
        description: Texts::new(),
        data: Texts::new(),
        refused: Texts::new(),
        retention: None,
        recipients: Texts::new(),
        transfer: None,
        trackers: Vec::new(),
    }
}

pub(super) fn charter(services: Vec<Service>) -> Charter {
    Charter {
        id: "portal".into(),
        name: "Portal".into(),
        url: "https://data.example.fr/".into(),
        base_path: "/".into(),
        host: "data.example.fr".into(),
        first_party: vec!["www.example.fr".into()],
        allow: vec!["allowed.example".into()],
        unknown: UnknownPolicy::Block,
        languages: vec!["fr".into(), "en".into()],
        place: Place {
            input: "in".into(),
            output: None,
            folder: "charte-cookies".into(),
            frames: Default::default(),
            theme: "base".into(),
        },
        publisher: Publisher::default(),
        banner: BannerPolicy::Auto,
        choice: ChoiceCookie { name: "c".into(), days: 182, lifetime: Lifetime::Session },
        services,
        updated: None,
        changes: Vec::new(),
        texts: Default::default(),
        tokens: Default::default(),
    }
}

/// A portal with a video player and a map that wait, a counter that is exempt, and a catalogue with one more service.
pub(super) fn recogniser() -> Recogniser {
    let mut counter = service("counter", &["count.example"], true);
    counter.paths = vec!["*/counter.js".into()];
    let mut ads = service("ads", &["*.ads.example"], false);
    ads.signatures = vec!["ads.push(['start'".into()];
    let mut map = service("map", &["*.map.example"], false);
    map.signatures = vec!["new Map.View(".into()];
    let video = service("video", &["*.video.example", "v.example"], false);
    Recogniser::new(&charter(vec![video, map, counter]), &[ads])
}

pub(super) fn build_with(page: &[u8], markup: &dyn Markup) -> Rewritten {
    let recogniser = recogniser();
    rewrite(page, &Rules { recogniser: &recogniser, markup, address: Some("https://data.example.fr/a/b.html") })
}

/// Builds, and checks everything that must hold of any page.
pub(super) fn build(page: &[u8]) -> (Vec<u8>, super::PageReport) {
    let first = build_with(page, &Plain("1"));
    let built = first.edits.apply(page);
    assert_eq!(strip(&built), strip(page), "strip(build(page)) == page: {}", String::from_utf8_lossy(&built));
    let again = build_with(&built, &Plain("1"));
    assert!(
        again.edits.is_noop(),
        "build(build(page)) == build(page): {}",
        String::from_utf8_lossy(&again.edits.apply(&built))
    );
    let other = build_with(page, &Plain("other")).edits.apply(page);
    let rebuilt = build_with(&built, &Plain("other")).edits.apply(&built);
    assert_eq!(rebuilt, other, "build(c2, build(c1, page)) == build(c2, page)");
    (built, first.report)
}

pub(super) fn text(page: &str) -> String {
    let (built, _) = build(page.as_bytes());
    String::from_utf8(built).unwrap()
}
