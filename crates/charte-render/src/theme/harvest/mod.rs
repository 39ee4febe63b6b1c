//! Proposes a theme from a site's own style sheets, with tokens that pass the contrast check. Style sheets are read as lists of
//! rules; no document is matched.

mod cascade;
mod propose;
mod roles;
mod settle;
mod sheet;

use charte_core::diagnostic::Diagnostic;

use crate::rules;
use crate::theme::draft::Draft;

/// A theme proposed from a site's style sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Harvest {
    /// The theme.
    pub draft: Draft,
    /// The names of the style sheets that were read.
    pub sheets: Vec<String>,
}

/// A style sheet of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its path in the site, or that of the page that contains it.
    pub name: String,
    /// The line of that file which it starts in, from 1.
    pub first_line: usize,
    /// Its text.
    pub text: String,
}

/// Proposes a theme from the style sheets of a site; `site` is its name in messages.
///
/// # Errors
/// No style sheets, or none with a colour.
pub fn harvest(site: &str, sheets: Vec<Sheet>) -> Result<Harvest, Vec<Diagnostic>> {
    let rules = sheets.iter().flat_map(|sheet| sheet::read(&sheet.name, sheet.first_line, &sheet.text)).collect();
    let cascade = cascade::Cascade::new(rules);
    let names: Vec<String> = sheets.into_iter().map(|sheet| sheet.name).collect();
    let Some(draft) = propose::draft(&cascade, site, names.len()) else {
        let none = names.is_empty();
        let what =
            if none { "the site has no style sheet of its own" } else { "the site's style sheets say no colours" };
        let finding = rules::files::THEME_NO_STYLE.finding(format!("{what}: there is nothing to propose"));
        let help = "name the folder of the built site, with its pages; style sheets of other hosts are not fetched. \
                    `charte theme new` begins with a built-in theme instead";
        return Err(vec![finding.path(site).help(help)]);
    };
    Ok(Harvest { draft, sheets: names })
}

#[cfg(test)]
mod tests;
