//! What a visitor does on one page, as written and as built, and which requests it makes meanwhile.

use std::collections::BTreeSet;

use charte_browser::{Request, Result, url};
use serde_json::json;

use crate::engine::Tab;
use crate::site::{BuiltSite, HOST};

/// What was seen on one page.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Third-party requests of the page as written, each address once.
    pub(crate) original: usize,
    /// Third-party requests of the built page, by the moment at which none may be made.
    pub(crate) leaks: Vec<(&'static str, String)>,
    /// What the page as written requests and the accepted one does not.
    pub(crate) missing: Vec<String>,
    /// Whether the page is unchanged: files that are no HTML are not built.
    pub(crate) is_left: bool,
}

/// Visits a page under hosts of its own, so that no earlier visit has left anything there.
pub(crate) fn page(tab: &mut Tab, site: &BuiltSite, page: &str, number: usize) -> Result<Seen> {
    let mut visit =
        Visit { tab, site, page, host: format!("p{number}.{HOST}"), loaded: BTreeSet::new(), seen: Seen::default() };
    // Whatever the last visit has left.
    visit.tab.leave()?;
    if visit.tab.scripts {
        visit.with_scripts(number)?
    } else {
        visit.arrive("without scripts")?
    }
    Ok(visit.seen)
}

struct Visit<'a> {
    tab: &'a mut Tab,
    site: &'a BuiltSite,
    page: &'a str,
    host: String,
    /// All requests of the page so far: files that it keeps, such as icons and fonts, are not requested again.
    loaded: BTreeSet<String>,
    seen: Seen,
}

impl Visit<'_> {
    fn with_scripts(&mut self, number: usize) -> Result<()> {
        let wanted = self.original(&format!("o{number}.{HOST}"))?;
        self.arrive("before a choice")?;
        self.seen.is_left = self.tab.evaluate("!document.querySelector('script[data-charte-built]')")? == true;
        if self.seen.is_left {
            return Ok(());
        }
        self.refuse()?;
        self.accept(&wanted)?;
        self.withdraw()
    }

    /// The requests of the page as its author wrote it.
    fn original(&mut self, host: &str) -> Result<BTreeSet<String>> {
        self.serve(host, &self.site.source);
        self.tab.goto(&url(host, self.page))?;
        let wanted: BTreeSet<String> = self.tab.server.requests().iter().filter_map(name).collect();
        self.seen.original = wanted.iter().filter(|name| !name.starts_with(HOST)).count();
        self.tab.leave()?;
        Ok(wanted)
    }

    /// Loads the built page, which must contact no third party.
    fn arrive(&mut self, moment: &'static str) -> Result<()> {
        self.serve(&self.host, &self.site.built);
        self.tab.goto(&url(&self.host, self.page))?;
        self.note(moment);
        Ok(())
    }

    /// Refuses in the banner. The effect of a refusal on the next page is tested after the withdrawal, which is stored
    /// alike.
    fn refuse(&mut self) -> Result<()> {
        let button = "document.querySelector('charte-banner')?.shadowRoot.querySelector('.banner .refuse')";
        // A frameset has no body for a banner.
        let has_none = "window.charte && document.body.localName === 'frameset'";
        self.tab.wait_for(&format!("!!({button} || {has_none})"))?;
        self.tab.evaluate(&format!("({has_none} ? charte.refuse() : {button}.click(), true)"))?;
        self.tab.wait_for("!!charte.choice()")?;
        self.tab.settle();
        self.note("after a refusal");
        Ok(())
    }

    fn accept(&mut self, wanted: &BTreeSet<String>) -> Result<()> {
        self.tab.wait_for("!!(window.charte && charte.choice())")?;
        self.tab.evaluate(&format!("(charte.grant(...{}), true)", json!(self.site.asked)))?;
        let wanted = wanted.difference(&self.loaded).cloned().collect();
        self.seen.missing = self.tab.missing(wanted, name);
        // What a site fetches ahead of its own files when it is idle, it may fetch at the next load.
        if !self.seen.missing.is_empty() && self.seen.missing.iter().all(|name| name.starts_with(HOST)) {
            self.tab.goto(&url(&self.host, self.page))?;
            self.seen.missing = self.tab.missing(std::mem::take(&mut self.seen.missing), name);
        }
        Ok(())
    }

    /// Withdraws the consent: the page then reloads itself.
    fn withdraw(&mut self) -> Result<()> {
        // A built page reloads itself for what was granted.
        let granted = "document.readyState === 'complete' && window.charte && charte.choice()?.granted.length";
        self.tab.settle();
        self.tab.wait_for(granted)?;
        self.tab.settle();
        self.tab.server.clear();
        self.tab.wait_for(&format!("{granted} && (window.isOld = true, charte.refuse(), true)"))?;
        self.tab.wait_for("!window.isOld && document.readyState === 'complete'")?;
        self.tab.settle();
        self.note("after a withdrawal");
        Ok(())
    }

    fn serve(&self, host: &str, folder: &std::path::Path) {
        // Pages also name their own site by its usual address.
        for host in [host, HOST] {
            self.tab.server.site(host, folder);
        }
    }

    /// Records the requests since the last look, and clears the log.
    fn note(&mut self, moment: &'static str) {
        let requests = self.tab.server.requests();
        self.tab.server.clear();
        self.loaded.extend(requests.iter().filter_map(name));
        let third_parties: BTreeSet<String> =
            requests.iter().filter(|request| !is_own(&request.host)).map(Request::url).collect();
        self.seen.leaks.extend(third_parties.into_iter().map(|url| (moment, url)));
    }
}

fn is_own(host: &str) -> bool {
    host.strip_suffix(HOST).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A request without the parts that differ from one load to the next: its query, which has random numbers and times, and the
/// host of the visit. A tunnel is no request, and browsers request icons by themselves.
fn name(request: &Request) -> Option<String> {
    let path = request.path.split(['?', '#']).next().unwrap_or_default();
    let host = if is_own(&request.host) { HOST } else { &request.host };
    (request.method != "CONNECT" && path != "/favicon.ico").then(|| format!("{host}{path}"))
}
