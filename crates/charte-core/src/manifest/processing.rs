//! Reads `[[portal.x.processing]]`: personal data that is processed without any tracker.

use crate::model::{Processing, Texts};
use crate::reader::{Located, Table};
use crate::rules::form;
use crate::service;

/// The processing that `table` declares, at its place.
pub(super) fn read(table: Table<'_, '_>) -> Option<Located<Processing>> {
    let place = table.place();
    let processing = Processing {
        name: service::texts(&table, "name"),
        description: service::texts(&table, "description"),
        data: service::texts(&table, "data"),
        recipients: service::texts(&table, "recipients"),
        retention: service::retention(&table),
        provider: service::provider(&table),
        details: service::details(&table),
    };
    let is_whole = table.holds("name") && table.holds("description");
    if !is_whole {
        let finding = form::PROCESSING_INCOMPLETE.finding("a processing needs its `name` and its `description`");
        let help = "write `name = { fr = \"…\" }` and `description = { fr = \"…\" }`";
        table.doc.report(finding.at(place.clone()).help(help));
    }
    table.finish(&[("under its `provider`", &["country", "policy", "role"])]);
    let is_said = |texts: &Texts| !texts.is_empty();
    let is_read = is_said(&processing.name) && is_said(&processing.description);
    is_read.then_some(Located { value: processing, place })
}
