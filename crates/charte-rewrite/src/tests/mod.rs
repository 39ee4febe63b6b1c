//! What must hold for every page, and a small portal to test it with.

mod ahead;
mod anchors;
mod broken;
mod contacts;
mod frame;
mod gating;
mod hostile;
mod scanning;

use charte_core::catalogue::Claims;
use charte_core::charter::Charter;
use charte_core::model::{Consent, Ground, Service};
use charte_html::Syntax;

use crate::recognise::Recogniser;
use crate::recognise::tests::{charter, service};
use crate::{Embed, Form, Markup, Needs, Rewritten, Rules, rewrite, strip};

/// Short pieces that are easy to distinguish.
pub(super) struct Plain(pub(super) &'static str);

impl Markup for Plain {
    fn language(&self, lang: Option<&str>) -> &str {
        if lang.is_some_and(|lang| lang.starts_with("en")) { "en" } else { "fr" }
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        let form = match needs.form {
            Form::Script => "",
            Form::Static => "<meta data-charte-built><script data-charte-built></script>",
            Form::File => "<script src=/c/first.js data-charte-built></script>",
        };
        let small = if needs.has_scripts { "" } else { "?small" };
        format!("{form}<script src=/c/{}{language}.js{small} data-charte-built async></script>", self.0)
    }

    fn placeholder(&self, _: &str, embed: &Embed<'_>) -> String {
        format!("<p class=\"{}\">{}</p>", embed.services.join(" "), self.0)
    }

    fn link(&self, _: &str) -> String {
        format!("<p data-charte-built><a href=/c/ data-charte-open>{}</a></p>", self.0)
    }

    fn charter(&self, language: &str) -> String {
        format!("<h1>Charte {language} {}</h1><div>…</div>", self.0).replace('…', "&hellip;")
    }
}

fn portal(services: Vec<Service>) -> Charter {
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Charter {
        url: "https://data.example.fr/".into(),
        host: "data.example.fr".into(),
        first_party: strings(&["www.example.fr", "stats.www.example.fr"]),
        allow: strings(&["allowed.example"]),
        ..charter(services)
    }
}

/// A portal with a video player, a map and a counter of its own that wait, another that is exempt, and a catalogue with one more
/// service.
pub(super) fn recogniser() -> Recogniser {
    let mut counter = service("counter", &["count.example"], &["*/counter.js"], &[]);
    counter.consent = Consent::Exempt { ground: Ground::AudienceMeasurement, evidence: None };
    let ads = Claims { id: "ads", hosts: &["*.ads.example"], signatures: &["ads.push(['start'"], ..Claims::default() };
    let mut map = service("map", &["*.map.example"], &[], &["new Map.View("]);
    map.queues = vec!["_map".into()];
    map.calls = vec!["mapTo".into()];
    let video = service("video", &["*.video.example", "v.example"], &[], &[]);
    let own = service("own", &["stats.www.example.fr"], &[], &["_own.start("]);
    Recogniser::new(&portal(vec![video, map, counter, own]), [ads])
}

pub(super) fn build_with(page: &[u8], markup: &dyn Markup) -> Rewritten {
    let recogniser = recogniser();
    rewrite(page, &Rules::new(&recogniser, markup, Some("https://data.example.fr/a/b.html")))
}

/// Builds, and checks everything that must hold of any page, also on a site whose style sheets import from third parties.
pub(super) fn build(page: &[u8]) -> (Vec<u8>, crate::PageReport) {
    let recogniser = recogniser();
    let address = Some("https://data.example.fr/a/b.html");
    for has_imports in [true, false] {
        let build = |page: &[u8], name: &'static str| {
            rewrite(page, &Rules { has_imports, ..Rules::new(&recogniser, &Plain(name), address) })
        };
        let first = build(page, "1");
        let built = first.edits.apply(page);
        assert_eq!(
            strip(&built, Syntax::Html),
            strip(page, Syntax::Html),
            "strip(build(page)) == page: {}",
            String::from_utf8_lossy(&built)
        );
        let again = build(&built, "1");
        assert!(
            again.edits.is_noop(),
            "build(build(page)) == build(page): {}",
            String::from_utf8_lossy(&again.edits.apply(&built))
        );
        let other = build(page, "other").edits.apply(page);
        let rebuilt = build(&built, "other").edits.apply(&built);
        assert_eq!(rebuilt, other, "build(c2, build(c1, page)) == build(c2, page)");
        if !has_imports {
            return (built, first.report);
        }
    }
    unreachable!("the last turn returns")
}

pub(super) fn text(page: &str) -> String {
    let (built, _) = build(page.as_bytes());
    String::from_utf8(built).unwrap()
}
