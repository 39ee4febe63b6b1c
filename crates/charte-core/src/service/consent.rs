//! Reads `consent`, of a service or of one of its trackers.

use super::values::{address, value};
use crate::model::{Consent, Ground};
use crate::reader::{Located, Table};
use crate::rules::form;

/// How an exemption is written, for messages.
const EXEMPT: &str = "`consent = { exempt = \"<ground>\" }`";

/// Whether consent is required, or the ground on which it is not.
pub(super) fn read(table: &Table<'_, '_>) -> Option<Located<Consent>> {
    if !table.holds_table("consent") {
        let expected = "`\"required\"` or `{ exempt = \"<ground>\" }`";
        if table.is_wrong("consent", expected, &format!("write `consent = \"required\"`, or {EXEMPT}")) {
            return None;
        }
        let required = table.parsed("consent", |text| match text {
            "required" => Ok(Consent::Required),
            "exempt" => Err("an exemption needs its ground: `{ exempt = \"audience-measurement\" }`".into()),
            _ => Err(format!("`{text}` is not known; write `required` or `{{ exempt = \"<ground>\" }}`")),
        });
        return required;
    }
    let exempt = table.table("consent", "")?;
    let place = exempt.place();
    let ground = exempt.choice("exempt", &Ground::ALL);
    let evidence = value(exempt.parsed("evidence", address));
    let Some(ground) = ground else {
        if exempt.holds("exempt") {
            exempt.finish(&[]);
            return None;
        }
        let finding =
            form::EXEMPTION_WITHOUT_GROUND.finding("`consent` is a table without the ground of the exemption");
        table
            .doc
            .report(finding.at(place).help("write `consent = { exempt = \"<ground>\" }`, or `consent = \"required\"`"));
        exempt.finish(&[]);
        return None;
    };
    exempt.finish(&[]);
    Some(Located { value: Consent::Exempt { ground: ground.value, evidence }, place: ground.place })
}
