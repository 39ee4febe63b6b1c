//! `charte check --fix`: mends in the declaration what needs no judgement, and leaves every other byte as it is.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use charte_core::diagnostic::{Diagnostic, Level};
use charte_core::fix::{self, Fix, Mended};

use crate::declare;

/// Mends a declaration, and returns what was changed. A mended value can reveal the next fault, so that the text is checked
/// again until nothing more can be mended; the file is written once, as a whole.
pub(crate) fn mend(file: &Path) -> Result<Vec<Mended>> {
    /// Each fault hides a few others at most; with more rounds, fixes would undo one another.
    const MOST_ROUNDS: usize = 20;
    let Ok(original) = declare::text(file)? else { return Ok(Vec::new()) };
    let (mut text, mut mended) = (original.clone(), Vec::new());
    for _ in 0..MOST_ROUNDS {
        let declaration = declare::of_text(file, &text, &[]);
        let (next, changes) = fix::apply(&text, declaration.findings.iter().filter_map(wanted));
        if changes.is_empty() {
            break;
        }
        text = next;
        mended.extend(changes);
    }
    mended.sort_by_key(|change: &Mended| (change.line, change.column));
    if text != original {
        replace(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(mended)
}

/// The fix of a finding, unless the declaration allows the finding.
fn wanted(finding: &Diagnostic) -> Option<&Fix> {
    finding.fix.as_ref().filter(|_| finding.level != Level::Allow)
}

/// Replaces a file by a rename, so that it is complete at any time. A link to it stays a link.
fn replace(file: &Path, text: &str) -> Result<()> {
    let target = fs::canonicalize(file)?;
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        bail!("it is write-protected");
    }
    let name = target.file_name().unwrap_or_default().display().to_string();
    let aside = target.with_file_name(format!(".{name}.charte"));
    let written = || -> Result<()> {
        let mut new = File::create(&aside)?;
        new.write_all(text.as_bytes())?;
        new.set_permissions(permissions)?;
        new.sync_all()?;
        Ok(fs::rename(&aside, &target)?)
    };
    written().inspect_err(|_| {
        // An incomplete file is of no use.
        let _ = fs::remove_file(&aside);
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cases;

    const FAULTY: &str = "\u{feff}version = \"1\"\r\n[site]\r\nbaner = \"never\" # why\r\nguard = true\r\n";
    const MENDED: &str = "\u{feff}version = 1\r\n[site]\r\nbanner = \"never\" # why\r\n";

    fn declaration(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("charte.toml");
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    #[test]
    fn all_but_the_mended_parts_stays_to_the_byte() {
        let (folder, file) = declaration(FAULTY);
        assert_eq!(mend(&file).unwrap().iter().map(|it| it.line).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(fs::read_to_string(&file).unwrap(), MENDED);
        assert_eq!(mend(&file).unwrap(), []);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_rights_stay_and_a_protected_file_is_left() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, file) = declaration(FAULTY);
        let rights = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        rights(0o444);
        assert!(mend(&file).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), FAULTY);
        rights(0o640);
        let link = folder.path().join("link.toml");
        symlink(&file, &link).unwrap();
        mend(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), MENDED);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    /// Every declaration of the cases: what has a fix is mended, a second run changes nothing, and no comment is lost.
    #[test]
    fn mending_any_declaration_is_safe() {
        for (case, text) in cases::declarations() {
            let (_folder, file) = declaration(&text);
            let fixes = |text: &str| {
                let found = declare::of_text(&file, text, &[]).findings;
                found.into_iter().filter(|finding| finding.fix.is_some()).count()
            };
            let before = fixes(&text);
            let mended = mend(&file).unwrap();
            let after = fs::read_to_string(&file).unwrap();
            assert!(mended.is_empty() == (before == 0), "{}: {mended:#?}", case.display());
            assert_eq!(mend(&file).unwrap(), [], "{}", case.display());
            let comments = |text: &str| text.lines().filter(|line| line.contains('#')).count();
            assert_eq!(comments(&text), comments(&after), "{}: {after}", case.display());
        }
    }
}
