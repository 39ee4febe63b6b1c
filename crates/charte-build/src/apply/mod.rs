//! The one module that writes to disk. At any time, even after an interruption, each file is either the old or the new
//! one, and complete: in an output that exists, files are written aside and renamed one by one (`replace`); a new
//! output is written aside as a whole and renamed once (`fresh`). Files beside a site, such as those of a theme, are
//! only added (`add`). What a build remembers goes to the user's cache folder (`remembered`).

mod add;
mod claim;
pub(crate) mod clock;
mod content;
mod fresh;
pub(crate) mod remembered;
mod replace;
mod steps;

use serde::Serialize;

use crate::plan::{Made, Plan, Sink};
use crate::site::IoFault;

pub use crate::apply::add::add;
pub(crate) use crate::apply::claim::Claim;
pub use crate::apply::fresh::open as open_sink;

/// The number of files that were written and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Applied {
    /// Files written, of the site and of charte's own folder.
    pub written: usize,
    /// Files of charte's own folder deleted.
    pub removed: usize,
    /// By how much this changed the sum of the output's files: see [`Tree`](crate::site::stamps::Tree).
    #[serde(skip)]
    pub(crate) stamps: u64,
    /// The output, if it was not there before and can be compared with later.
    #[serde(skip)]
    pub(crate) made: Option<Made>,
}

/// Carries out a plan. Where the output exists, files that were written stay when a later one fails; a new output is
/// complete or absent.
///
/// # Errors
/// Every path that could not be written, and why.
pub fn apply(plan: &Plan) -> Result<Applied, Vec<IoFault>> {
    if plan.is_empty() {
        return Ok(Applied::default());
    }
    let claim = Claim::new(&plan.owned, plan.shard.map(|_| plan.stage())).map_err(|fault| vec![fault])?;
    apply_claimed(plan, &claim)
}

/// The same for a caller that has claimed charte's own folder before it planned, so that no other run has written since.
pub(crate) fn apply_claimed(plan: &Plan, claim: &Claim) -> Result<Applied, Vec<IoFault>> {
    if plan.is_empty() {
        return Ok(Applied::default());
    }
    let finish = |sink: &dyn Sink| sink.finish(&plan.folders, &plan.writes).map(|made| (0, made));
    let (stamps, made) = match &plan.sink {
        Some(sink) => finish(sink.as_ref())?,
        // Parts are written one by one into the same output.
        None if plan.shard.is_some() || plan.output.exists() => (replace::apply(plan, claim)?, None),
        None => finish(fresh::open(&plan.output, &plan.owned).map_err(|fault| vec![fault])?.as_ref())?,
    };
    Ok(Applied { written: plan.writes.len(), removed: plan.removals.len(), stamps, made })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use charte_core::catalogue::Catalogue;
    use charte_core::{check, manifest};

    use crate::apply::apply;
    use crate::plan::{self, Plan};

    const PAGE: &str = "<!doctype html><html lang=fr><title>a</title><p>Marée haute.</html>";

    /// Plans a site of one page, does something to it, and carries the plan out.
    fn applied(root: &Path, change: impl Fn(&Path)) -> bool {
        let page = root.join("public/index.html");
        fs::create_dir_all(root.join("public")).unwrap();
        fs::write(&page, PAGE).unwrap();
        let plan = planned(root);
        change(&page);
        apply(&plan).is_ok()
    }

    fn planned(root: &Path) -> Plan {
        let text = "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@b.fr\"\ndpo = \"d@b.fr\"\n[portal.a]\nname = \"A\"\n\
                    url = \"https://a.fr\"\ninput = \"public\"\nupdated = 2026-11-23\nservices = [\"youtube\"]\n";
        let catalogue = Catalogue::embedded();
        let charter = check::check(&manifest::parse("charte.toml", text).0, &catalogue).0.remove(0);
        plan::build(&charter, root, &catalogue)
    }

    #[test]
    fn what_another_build_has_made_since_is_not_kept_as_the_authors() {
        let root = tempfile::tempdir().unwrap();
        let (page, copy) = (root.path().join("public/index.html"), root.path().join("public/index.html.gz"));
        let originals = || -> Vec<Vec<u8>> {
            let kept = fs::read_dir(root.path().join("public/charte-cookies/.kept")).unwrap();
            kept.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
        };
        fs::create_dir(root.path().join("public")).unwrap();
        fs::write(&copy, "packed by its author").unwrap();
        assert!(!applied(root.path(), |_| assert!(apply(&planned(root.path())).is_ok())));
        assert_ne!(fs::read(&copy).unwrap(), b"packed by its author");
        assert_eq!(originals(), [b"packed by its author"]);
        assert!(fs::read_to_string(page).unwrap().contains("data-charte-built"));
    }

    #[test]
    fn a_page_that_changes_or_goes_after_it_was_planned_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        assert!(applied(root.path(), |_| ()));
        // Of the same length: edits would be made at the wrong places.
        let other = PAGE.replace("haute", "basse");
        assert!(!applied(root.path(), |page| fs::write(page, &other).unwrap()));
        assert_eq!(fs::read_to_string(root.path().join("public/index.html")).unwrap(), other);
        assert!(!applied(root.path(), |page| fs::remove_file(page).unwrap()));
        assert!(!root.path().join("public/index.html").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_page_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let secret = root.path().join("secret");
        fs::write(&secret, PAGE).unwrap();
        let replace = |page: &Path| {
            fs::remove_file(page).unwrap();
            std::os::unix::fs::symlink(&secret, page).unwrap();
        };
        assert!(!applied(root.path(), replace));
        assert!(root.path().join("public/index.html").is_symlink());
        assert_eq!(fs::read_to_string(&secret).unwrap(), PAGE);
    }
}
