//! Checks the themes of many portals: those that look alike are checked once, and what is found is said at the place of each.

use std::collections::BTreeMap;
use std::path::Path;

use charte_core::charter::{Charter, Folders};
use charte_core::diagnostic::{Diagnostic, Place};
use charte_render::theme::Folder;
use rayon::prelude::*;

use crate::site::theme_folder;

/// How much of a portal decides what is found about its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Its languages, tokens and texts: the theme is built in, or has tokens and texts of its own.
    Words,
    /// All but its name, address and folders: the theme has templates or style sheets, which may show or contact what the portal
    /// declares. A template that fails for one name alone is found by the build.
    Declaration,
    /// Everything: the theme names an address, which can be one portal's own, or is reserved and the finding names the portal.
    Portal,
}

/// What must be the same in two portals for the findings about their themes to be the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Look<'a> {
    theme: &'a str,
    languages: &'a [String],
    tokens: &'a BTreeMap<String, String>,
    texts: &'a BTreeMap<String, BTreeMap<String, String>>,
    /// What it writes itself, or has from what all inherit.
    placed: Vec<&'a str>,
    /// The rest as JSON, as far as the theme can see it.
    seen: String,
}

/// The findings about the themes of these portals, in their order; equal ones are not taken out. `manifest` is the folder that
/// their paths start from, `check` finds what there is about one portal.
pub(crate) fn check_all(
    charters: &[Charter],
    manifest: &Path,
    check: impl Fn(&Charter) -> Vec<Diagnostic> + Sync,
) -> Vec<Diagnostic> {
    let mut depths: BTreeMap<&str, Depth> = BTreeMap::new();
    let mut groups: BTreeMap<Look<'_>, usize> = BTreeMap::new();
    let (mut first, mut members) = (Vec::new(), Vec::new());
    for charter in charters {
        let theme = charter.folders.theme.as_str();
        let depth = *depths.entry(theme).or_insert_with(|| depth(theme, manifest));
        let group = *groups.entry(look(charter, depth)).or_insert_with(|| {
            first.push(charter);
            first.len() - 1
        });
        members.push((charter, group));
    }
    let of_group = |charter: &&Charter| check(&unplaced(charter));
    let found: Vec<Vec<Diagnostic>> = first.par_iter().map(of_group).collect();
    let of_member = |(charter, group): (&Charter, usize)| {
        let of_group = found.get(group).into_iter().flatten();
        of_group.map(|finding| placed(finding.clone(), charter)).collect::<Vec<_>>()
    };
    members.into_iter().flat_map(of_member).collect()
}

fn depth(theme: &str, manifest: &Path) -> Depth {
    let Ok((folder, _)) = theme_folder::find(theme, manifest, None) else { return Depth::Words };
    if is_reserved(&folder) {
        return Depth::Portal;
    }
    let shown = folder.files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".css"));
    shown.fold(Depth::Words, |depth, (_, bytes)| match depth {
        Depth::Words | Depth::Declaration if !names_address(bytes) => Depth::Declaration,
        _ => Depth::Portal,
    })
}

/// Whether it is, or may extend, the theme that only the State may use.
fn is_reserved(folder: &Folder) -> bool {
    let state = charte_themes::DSFR.0;
    let named = folder.files.get("theme.toml").map(|bytes| String::from_utf8_lossy(bytes));
    folder.extends.as_deref() == Some(state) || named.is_some_and(|text| text.contains(state))
}

/// Whether a file may name a host. Names of vocabularies look like addresses and are none.
fn names_address(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase().replace("http://www.w3.org/", "");
    text.contains("//") || text.contains("http") || text.contains("\\\\")
}

fn look(charter: &Charter, depth: Depth) -> Look<'_> {
    let seen = match depth {
        Depth::Words => String::new(),
        Depth::Declaration => json(&unnamed(charter)),
        Depth::Portal => json(charter),
    };
    Look {
        theme: &charter.folders.theme,
        languages: &charter.languages,
        tokens: &charter.tokens,
        texts: &charter.texts,
        placed: charter.places.keys().map(String::as_str).collect(),
        seen,
    }
}

/// The charter as a key. One that cannot be written is alike to none but by its id.
fn json(charter: &Charter) -> String {
    serde_json::to_string(charter).unwrap_or_else(|_| charter.id.clone())
}

/// The charter without what tells one portal from another of the same declaration.
fn unnamed(charter: &Charter) -> Charter {
    Charter {
        id: String::new(),
        name: String::new(),
        names: BTreeMap::new(),
        url: String::new(),
        base_path: String::new(),
        host: String::new(),
        registrable: None,
        folders: Folders { input: String::new(), output: None, frames: BTreeMap::new(), ..charter.folders.clone() },
        ..charter.clone()
    }
}

/// Before the name of a place in a file name, where no author can write it.
const MARK: char = '\0';

/// The charter with the name of each of its places instead of the place, so that a finding tells at which of them it stands.
fn unplaced(charter: &Charter) -> Charter {
    let named = charter.places.keys().map(|name| (name.clone(), Place::of(&format!("{MARK}{name}"), "", 0..0)));
    Charter { places: named.collect(), ..charter.clone() }
}

/// A finding about a group, at the place of one of its portals.
fn placed(finding: Diagnostic, charter: &Charter) -> Diagnostic {
    let name = finding.place.as_ref().and_then(|place| place.file.strip_prefix(MARK));
    match name.map(str::to_owned) {
        Some(name) => finding.at(charter.places.get(&name).cloned()),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Declaration;

    const HEAD: &str = "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@example.fr\"\ndpo = \"d@example.fr\"\n";

    fn text(portals: &[&str]) -> String {
        let portal = |(index, more): (usize, &&str)| {
            format!(
                "[portal.p{index}]\nname = \"P{index}\"\nurl = \"https://p{index}.example.fr\"\ninput = \"in{index}\"\n\
                 services = [\"matomo\"]\nupdated = 2026-11-23\n{more}\n"
            )
        };
        HEAD.to_owned() + &portals.iter().enumerate().map(portal).collect::<String>()
    }

    fn declaration(root: &Path, text: &str, portals: &[String]) -> Declaration {
        Declaration::read("charte.toml", text, root.to_owned(), portals, None)
    }

    /// One after the other and together: the same findings, whatever the portals share.
    #[test]
    fn portals_that_look_alike_are_told_what_each_is_told_alone() {
        let folder = tempfile::tempdir().unwrap();
        for (theme, file, text) in [
            ("own", "charter-more.css", "p { background: url(https://p0.example.fr/a.png) }"),
            ("plain", "texts/fr.toml", "[banner]\naccept = \"\"\n"),
            ("broken", "link.html", "<p>{{ nothing_of_this_name }}</p>"),
            (
                "script",
                "link.html",
                "<a href=\"#\">{{ label }}</a><script src=\"https://www.youtube.com/iframe_api\"></script>",
            ),
        ] {
            let file = folder.path().join(theme).join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let portals = [
            "",
            "",
            "languages = [\"fr\", \"br\"]",
            "languages = [\"fr\", \"br\"]",
            "theme = \"base\"\ntokens = { accent = \"#eeeeee\" }",
            "theme = \"base\"\ntokens = { accent = \"#eeeeee\" }",
            "theme = \"own\"",
            "theme = \"own\"",
            "theme = \"plain\"",
            "theme = \"plain\"",
            "theme = \"broken\"",
            "theme = \"broken\"",
            "theme = \"script\"",
            "theme = \"script\"\nlanguages = [\"fr\", \"en\"]",
            "theme = \"dsfr\"",
            "theme = \"dsfr\"",
            "theme = \"missing\"",
            "theme = \"missing\"",
        ];
        let text = text(&portals);
        let declaration = |ids: &[String]| declaration(folder.path(), &text, ids);
        let all = declaration(&[]);
        assert_eq!(all.charters.len(), portals.len(), "{:?}", all.findings);
        let of = |charter: &Charter| declaration(std::slice::from_ref(&charter.id)).check_themes();
        let alone: Vec<Diagnostic> = all.charters.iter().flat_map(of).collect();
        let together = all.check_themes();
        assert_eq!(together, alone);
        let codes: Vec<&str> = together.iter().map(|finding| finding.code).collect();
        for code in
            ["text-unchecked", "theme-contacts", "label-empty", "theme-template", "theme-state-only", "theme-missing"]
        {
            assert!(codes.iter().filter(|found| **found == code).count() >= 2, "{code} in {codes:?}");
        }
    }

    #[test]
    fn portals_of_one_theme_are_one_group() {
        let declaration = declaration(Path::new(""), &text(&["", "", ""]), &[]);
        let [one, other, _] = declaration.charters.as_slice() else { panic!("{:?}", declaration.findings) };
        assert!(look(one, Depth::Words) == look(other, Depth::Words));
        assert!(look(one, Depth::Declaration) == look(other, Depth::Declaration));
        assert!(look(one, Depth::Portal) != look(other, Depth::Portal));
    }
}
