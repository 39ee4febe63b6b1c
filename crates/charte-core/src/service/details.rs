//! Reads the optional statements about a service or a processing.

use super::values::{address, texts, value};
use crate::model::Details;
use crate::reader::Table;

/// The fields that `table` gives.
pub(crate) fn read(table: &Table<'_, '_>) -> Details {
    Details {
        when: texts(table, "when"),
        legal_basis: table.texts_or_list("legal_basis"),
        hosting: texts(table, "hosting"),
        masking: texts(table, "masking"),
        deletion: texts(table, "deletion"),
        opt_out: value(table.parsed("opt_out", address)),
    }
}
