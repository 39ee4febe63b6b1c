//! Where the time went, for people: one line for the declaration and one for each portal.

use charte_build::PortalReport;

use super::outcome::Outcome;

/// Prints it to the error stream, if it was asked for.
pub(super) fn print(outcome: &Outcome) {
    let Some(seconds) = outcome.declaration_seconds else { return };
    anstream::eprintln!("time in seconds");
    anstream::eprintln!("  declaration {seconds:.3}");
    for portal in &outcome.portals {
        anstream::eprintln!("  {}", line(portal));
    }
}

fn line(portal: &PortalReport) -> String {
    let phases: Vec<String> =
        portal.phases.iter().map(|phase| format!("{} {:.3}", phase.name, phase.seconds)).collect();
    let is_compared = matches!(&portal.phases[..], [only] if only.name == "comparing");
    let why = if is_compared { ": nothing has changed since the last build" } else { "" };
    format!("{}: {}{why}", portal.summary.portal, phases.join(", "))
}
