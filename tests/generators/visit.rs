//! What a visitor does on a site, as generated and as built, and what must hold meanwhile.

use std::collections::BTreeMap;

use charte_browser::{ProblemKind, Result};

use crate::site::{GeneratedSite, HOST};
use crate::tab::{Seen, Tab};

/// The pages that a visitor follows links to, from the first.
const TOUR: [&str; 3] = ["embeds", "plain", "embeds"];

/// The addresses of the page's frames on other hosts, except those that the vendors' scripts make.
const FRAMES: &str = "[...document.querySelectorAll('iframe')].filter(({ src }) => /youtube|openstreetmap/.test(src))";

/// Whether such a frame shows a placeholder with text and a button.
const IS_HELD: &str = include_str!("is-held.js");

/// An answer in the banner.
fn answer(button: &str) -> String {
    format!("document.querySelector('charte-banner')?.shadowRoot?.querySelector('.banner .{button}')")
}

/// The fewest and the most times that something was seen.
type Range = BTreeMap<String, (usize, usize)>;

/// What all visits of a site found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Third-party requests of the site as it came: of the page loaded directly and of the tour.
    pub(crate) original: (usize, usize),
    /// Whether links are followed without a load.
    pub(crate) is_client_side: bool,
    /// Figures by what they count.
    pub(crate) figures: BTreeMap<&'static str, usize>,
    /// Every broken promise, with how often it was seen.
    pub(crate) faults: BTreeMap<String, usize>,
}

/// Faults that the site as generated has, too.
#[derive(Default)]
struct Original {
    direct: Range,
    tour: Range,
    frames: u64,
    hydration: usize,
    problems: Vec<String>,
    loads: usize,
}

/// Loads the site and follows its links that many times.
pub(crate) fn all(site: &GeneratedSite, loads: usize) -> Result<Found> {
    let mut found = Found::default();
    let original = original(site, loads, &mut found)?;
    let tab = Tab::open()?;
    for load in 0..loads {
        let mut visit =
            Visit { tab: &tab, site, host: format!("a{load}.{HOST}"), original: &original, found: &mut found };
        visit.attempt("refusing", Visit::refusing);
        visit.host = format!("b{load}.{HOST}");
        visit.attempt("accepting", |visit| visit.accepting().and_then(|()| visit.withdrawing()));
    }
    Ok(found)
}

fn original(site: &GeneratedSite, loads: usize, found: &mut Found) -> Result<Original> {
    let tab = Tab::open()?;
    let mut original = Original::default();
    for load in 0..loads {
        let host = format!("o{load}.{HOST}");
        tab.serve(&host, &site.source);
        tab.load(&host, &site.path("embeds"))?;
        original.frames = tab.value(&format!("{FRAMES}.length"))?.as_u64().unwrap_or_default();
        let direct = tab.look();
        tab.leave()?;
        found.is_client_side = tour(&tab, site, &host)?;
        let tour = tab.look();
        tab.leave()?;
        found.original = (direct.requests.values().sum(), tour.requests.values().sum());
        for (range, seen) in [(&mut original.direct, &direct), (&mut original.tour, &tour)] {
            widen(range, &seen.requests, original.loads);
            if !hydration(seen).is_empty() {
                // A site that is not hydrated makes it twice.
                range.values_mut().for_each(|(least, _)| *least = 1.min(*least));
            }
            original.hydration = original.hydration.max(hydration(seen).len());
            original.problems.extend(seen.problems.iter().map(|(_, text, _)| text.clone()));
        }
        original.loads += 1;
    }
    Ok(original)
}

/// Adds one more load; `before` is the number of earlier ones.
fn widen(range: &mut Range, seen: &BTreeMap<String, usize>, before: usize) {
    for (name, number) in seen {
        let known = range.entry(name.clone()).or_insert(if before > 0 { (0, *number) } else { (*number, *number) });
        *known = (known.0.min(*number), known.1.max(*number));
    }
    for (_, known) in range.iter_mut().filter(|(name, _)| !seen.contains_key(*name)) {
        known.0 = 0;
    }
}

/// Follows links from the first page; returns whether no page was loaded meanwhile.
fn tour(tab: &Tab, site: &GeneratedSite, host: &str) -> Result<bool> {
    tab.load(host, "/")?;
    tab.value("window.isSame = true")?;
    for page in TOUR {
        tab.follow(site, page)?;
    }
    Ok(tab.value("window.isSame")? == true)
}

/// The message of a framework about a page that it did not expect.
fn hydration(seen: &Seen) -> Vec<&str> {
    let is_hydration = |text: &str| {
        let text = text.to_lowercase();
        text.contains("hydrat")
            || ["418", "423", "425"].iter().any(|code| text.contains(&format!("react error #{code}")))
    };
    seen.problems.iter().map(|(_, text, _)| text.as_str()).filter(|text| is_hydration(text)).collect()
}

struct Visit<'a> {
    tab: &'a Tab,
    site: &'a GeneratedSite,
    host: String,
    original: &'a Original,
    found: &'a mut Found,
}

impl Visit<'_> {
    /// Does a part of the visits. An error that stops it is a fault.
    fn attempt(&mut self, part: &str, visit: impl FnOnce(&mut Self) -> Result<()>) {
        // Whatever a part that was stopped before has left.
        if let Err(error) = self.leave().and_then(|()| visit(self)) {
            self.fault("navigation", format!("{part}: {error}"));
        }
    }

    /// Loads the page with embeds directly, refuses, and follows links.
    fn refusing(&mut self) -> Result<()> {
        self.tab.serve(&self.host, &self.site.built);
        self.load("embeds")?;
        self.quiet("before an answer, directly")?;
        self.tab.wait(&format!("!!{}", answer("refuse")))?;
        self.tab.click(&answer("refuse"))?;
        self.tab.wait("window.charte && charte.choice()?.granted.length === 0")?;
        self.tab.settle();
        self.quiet("after a refusal, at once")?;
        self.quiet_visits("after a refusal")
    }

    /// Follows links without an answer, accepts on a page reached by links, and goes on.
    fn accepting(&mut self) -> Result<()> {
        self.tab.serve(&self.host, &self.site.built);
        self.quiet_tour("before an answer, by links")?;
        let accept = answer("accept");
        self.tab.value("window.isOld = true")?;
        self.tab.click(&accept)?;
        self.loaded_again("accept")?;
        self.tab.wait("charte.choice()?.refused.length === 0")?;
        self.whole("after a yes, at once", &self.original.direct);
        self.leave()?;
        self.load("embeds")?;
        self.whole("after a yes, directly", &self.original.direct);
        self.leave()?;
        let is_client_side = tour(self.tab, self.site, &self.host)?;
        self.same_navigation("after a yes", is_client_side);
        self.whole("after a yes, by links", &self.original.tour);
        Ok(())
    }

    /// Withdraws the consent, and follows links.
    fn withdrawing(&mut self) -> Result<()> {
        self.tab.value("window.isOld = true")?;
        self.tab.forget();
        self.tab.value("(charte.refuse(), true)")?;
        self.loaded_again("withdraw")?;
        self.tab.settle();
        self.quiet("after a withdrawal, at once")?;
        self.quiet_visits("after a withdrawal")
    }

    fn quiet_visits(&mut self, moment: &str) -> Result<()> {
        self.leave()?;
        self.load("embeds")?;
        self.quiet(&format!("{moment}, directly"))?;
        self.leave()?;
        self.quiet_tour(&format!("{moment}, by links"))?;
        self.leave()
    }

    fn quiet_tour(&mut self, moment: &str) -> Result<()> {
        let is_client_side = tour(self.tab, self.site, &self.host)?;
        self.same_navigation(moment, is_client_side);
        self.quiet(moment)
    }

    /// No third party was contacted, and charte's interface is there.
    fn quiet(&mut self, moment: &str) -> Result<()> {
        let seen = self.tab.look();
        for address in seen.requests.keys() {
            self.fault("request", format!("{moment}: request to {address}"));
        }
        for host in seen.connections.iter().filter(|host| !seen.requests.keys().any(|name| name.starts_with(*host))) {
            self.fault("connection", format!("{moment}: connection to {host}"));
        }
        self.no_hydration_error(moment, &seen);
        for (kind, text, url) in &seen.problems {
            // The browser also reports it as an error of its own.
            let is_policy = *kind == ProblemKind::Csp && !moment.ends_with("by links");
            if is_policy && self.site.addresses.iter().any(|address| is_same(address, url)) {
                self.fault("console", format!("{moment}: console, of what stands in the HTML: {text} {url}"));
            }
        }
        let held = self.tab.value(&format!("{FRAMES}.filter({IS_HELD}).length"))?.as_u64().unwrap_or_default();
        if held != self.original.frames {
            let frames =
                self.tab.value(&format!("{FRAMES}.map((frame) => frame.outerHTML.slice(0, 200)).join(' ')"))?;
            let text = format!("{moment}: {held} of {} frames show a placeholder: {frames}", self.original.frames);
            self.fault("placeholder", text);
        }
        if moment.starts_with("before") && self.tab.wait(&format!("!!{}", answer("accept"))).is_err() {
            self.fault("banner", format!("{moment}: there is no banner"));
        }
        let links = self.tab.value("document.querySelectorAll('[data-charte-open]').length")?;
        if links != 1 {
            self.fault("link", format!("{moment}: the link that opens the choices is there {links} times"));
        }
        Ok(())
    }

    /// Every request of the site as generated was made, each as often.
    fn whole(&mut self, moment: &str, wanted: &Range) {
        let seen = self.tab.look();
        for (name, (least, most)) in wanted {
            let number = seen.requests.get(name).copied().unwrap_or_default();
            if number < *least {
                self.fault("missing", format!("{moment}: {name} is asked for {number} times, not {least}"));
            } else if number > *most {
                self.fault("more often", format!("{moment}: {name} is asked for {number} times, not {most}"));
            }
        }
        for (name, number) in seen.requests.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
            self.fault("more often", format!("{moment}: {name} is asked for {number} times, not 0"));
        }
        self.no_hydration_error(moment, &seen);
        for (_, text, url) in &seen.problems {
            let is_new = !self.original.problems.iter().any(|known| plain(known) == plain(text));
            if is_new && hydration(&seen).iter().all(|hydration| hydration != text) {
                self.fault("console", format!("{moment}: console: {text} {url}"));
            }
        }
    }

    fn no_hydration_error(&mut self, moment: &str, seen: &Seen) {
        let errors = hydration(seen);
        if errors.len() > self.original.hydration {
            self.fault("hydration", format!("{moment}: {} hydration errors: {}", errors.len(), plain(errors[0])));
        }
    }

    fn same_navigation(&mut self, moment: &str, is_client_side: bool) {
        if is_client_side != self.found.is_client_side {
            self.fault("navigation", format!("{moment}: links are followed without a load: {is_client_side}"));
        }
    }

    fn load(&self, page: &str) -> Result<()> {
        self.tab.load(&self.host, &self.site.path(page))
    }

    /// Waits until the page was loaded again, and is silent.
    fn loaded_again(&mut self, after: &str) -> Result<()> {
        if self.tab.wait("!window.isOld && document.readyState === 'complete' && window.charte").is_err() {
            self.fault("navigation", format!("{after}: the page is not loaded again"));
        }
        self.tab.settle();
        Ok(())
    }

    fn leave(&self) -> Result<()> {
        self.tab.leave()
    }

    fn fault(&mut self, kind: &'static str, text: String) {
        let text = text.replace(&self.host, HOST);
        *self.found.figures.entry(kind).or_default() += 1;
        let times = self.found.faults.entry(text.clone()).or_default();
        *times += 1;
        if *times == 1 {
            // Many loads take long, so faults are printed at once.
            eprintln!("{}: {text}", self.site.name);
        }
    }
}

/// Whether two addresses differ in their queries only.
fn is_same(one: &str, other: &str) -> bool {
    let without = |address: &str| address.split(['?', '#']).next().unwrap_or_default().to_owned();
    !other.is_empty() && without(one) == without(other)
}

/// A message without the places and hosts that differ from one load to the next.
fn plain(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().filter(|letter| !letter.is_ascii_digit()).collect()
}
