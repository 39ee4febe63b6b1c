//! The sums of all visits, as figures and as faults. It knows no page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use charte_browser::Result;

use crate::engines::Engine;
use crate::site::BuiltSite;
use crate::visit::Seen;

/// Sums of many visits.
#[derive(Default)]
pub(crate) struct Tally {
    figures: BTreeMap<Engine, Figures>,
    /// Every broken promise: engine, page, moment, address.
    pub(crate) faults: Vec<String>,
}

#[derive(Default)]
struct Figures {
    visits: usize,
    left: usize,
    with_third_parties: usize,
    original: usize,
    leaks: BTreeMap<&'static str, usize>,
    missing: usize,
}

impl Tally {
    /// Adds one visit.
    pub(crate) fn note(&mut self, engine: Engine, site: &BuiltSite, page: &str, seen: Result<Seen>) {
        let place = format!("{engine:?} {}{page}", site.name);
        let seen = match seen {
            Ok(seen) => seen,
            Err(error) => return self.fault(format!("{place}: {error}")),
        };
        let figures = self.figures.entry(engine).or_default();
        figures.visits += 1;
        figures.left += usize::from(seen.is_left);
        figures.with_third_parties += usize::from(seen.original > 0);
        figures.original += seen.original;
        figures.missing += seen.missing.len();
        for (moment, _) in &seen.leaks {
            *figures.leaks.entry(*moment).or_default() += 1;
        }
        for (moment, url) in seen.leaks {
            self.fault(format!("{place}: {moment}: {url}"));
        }
        for name in seen.missing {
            self.fault(format!("{place}: missing after a yes: {name}"));
        }
    }

    fn fault(&mut self, fault: String) {
        // Visits of all pages take long, so faults are printed at once.
        eprintln!("{fault}");
        self.faults.push(fault);
    }

    /// Adds what another thread has seen.
    pub(crate) fn add(&mut self, other: Tally) {
        for (engine, more) in other.figures {
            let figures = self.figures.entry(engine).or_default();
            figures.visits += more.visits;
            figures.left += more.left;
            figures.with_third_parties += more.with_third_parties;
            figures.original += more.original;
            figures.missing += more.missing;
            for (moment, number) in more.leaks {
                *figures.leaks.entry(moment).or_default() += number;
            }
        }
        self.faults.extend(other.faults);
    }

    /// For the engine that saw the fewest: the pages with third parties.
    pub(crate) fn least_with_third_parties(&self) -> usize {
        self.figures.values().map(|figures| figures.with_third_parties).min().unwrap_or_default()
    }

    /// The figures for people.
    pub(crate) fn table(&self, sites: &[BuiltSite]) -> String {
        let mended: Vec<&BuiltSite> = sites.iter().filter(|site| site.mended > 0).collect();
        let names: Vec<String> = mended.iter().map(|site| format!("{} ({})", site.name, site.mended)).collect();
        let mut table = format!(
            "{} sites of {} pages; {} had to be mended before they could be built: {}\n",
            sites.len(),
            sites.iter().map(|site| site.pages.len()).sum::<usize>(),
            mended.len(),
            names.join(", ")
        );
        for (engine, figures) in &self.figures {
            let _ = writeln!(
                table,
                "{engine:?}: {} visits with scripts and without, {} of files that are no page; {} pages ask third parties, {} \
                 times; leaks {:?}; missing {}",
                figures.visits,
                figures.left,
                figures.with_third_parties,
                figures.original,
                figures.leaks,
                figures.missing
            );
        }
        table
    }
}
