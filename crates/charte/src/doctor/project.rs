//! The project: the declaration, its folders, whether these can be watched, and what the site's own policy forbids.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::first::has_pages;
use charte_build::{Declaration, Options, Task, real_path, rules};
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::rule::Rule;
use charte_core::suggest::count;

use super::answer::Answer;
use crate::declare;

/// The rules about policies that the site sends or writes itself.
static POLICIES: [&Rule; 7] = [
    &rules::contacts::HEADERS_UNREAD,
    &rules::policy::POLICY_REFUSES_SCRIPT,
    &rules::policy::POLICY_REFUSES_FILE,
    &rules::policy::POLICY_REFUSES_IMPORT,
    &rules::policy::POLICY_REFUSES_RETURN,
    &rules::policy::POLICY_REFUSES_STYLE,
    &rules::policy::POLICY_TRUSTED_TYPES,
];

/// File systems on another machine, or of another system: they report no changes.
const SILENT: [&str; 12] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "vboxsf", "fuse.sshfs", "drvfs", "afs", "fuse.grpcfuse"];

pub(super) fn answers(config: &Path) -> Result<Vec<Answer>> {
    if !config.exists() {
        let text = format!("there is no {}", config.display());
        return Ok(vec![Answer::note("declaration", text, "`charte init` writes one from a built site")]);
    }
    let declaration = declare::declaration(config, &[])?;
    let mut answers = vec![self::declaration(config, &declaration)];
    if has_errors(&declaration.findings) {
        return Ok(answers);
    }
    let mut folders = BTreeSet::new();
    for charter in &declaration.charters {
        let input = declaration.root.join(&charter.folders.input);
        answers.push(site(charter, &input));
        answers.push(output(charter, &declaration.root, &input));
        folders.insert(input);
    }
    answers.extend(watching(&folders));
    if folders.iter().all(|folder| has_pages(folder)) {
        answers.extend(policies(&declaration));
    }
    Ok(answers)
}

fn declaration(config: &Path, declaration: &Declaration) -> Answer {
    let (file, portals) = (config.display(), declaration.charters.len());
    match declaration.findings.iter().filter(|finding| finding.level == Level::Error).count() {
        0 => Answer::fine("declaration", format!("{file} is sound and has {}", count(portals, "portal"))),
        errors => {
            let text = format!("{file} has {}", count(errors, "error"));
            Answer::hinders("declaration", text, format!("`charte check -c {file}` says where and how to mend them"))
        }
    }
}

fn site(charter: &Charter, input: &Path) -> Answer {
    let (id, folder) = (&charter.id, input.display());
    if has_pages(input) {
        return Answer::fine("site", format!("{id}: {folder} has pages"));
    }
    let text = format!("{id}: {folder} has no page");
    Answer::hinders("site", text, "build the site first, or correct `input`")
}

/// Whether a portal's output can be written, tried with an empty file.
fn output(charter: &Charter, root: &Path, input: &Path) -> Answer {
    let folder = charter.folders.output.as_ref().map_or_else(|| input.to_owned(), |output| root.join(output));
    // An output that does not exist yet is made in the nearest folder above that does.
    let real = real_path(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder });
    let existing = real.ancestors().find(|folder| folder.is_dir()).unwrap_or(&real);
    let probe = existing.join(format!(".charte-doctor-{}", std::process::id()));
    let id = &charter.id;
    match File::create_new(&probe).and_then(|_| fs::remove_file(&probe)) {
        Ok(()) => Answer::fine("output", format!("{id}: charte can write in {}", folder.display())),
        Err(error) => {
            let text = format!("{id}: charte cannot write in {}: {error}", existing.display());
            Answer::hinders("output", text, "give the user who runs charte the right to, or name another `output`")
        }
    }
}

/// Whether `charte watch` can watch these folders.
fn watching(folders: &BTreeSet<PathBuf>) -> Vec<Answer> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mut answers: Vec<Answer> = folders.iter().filter_map(|folder| mounted(&mounts, &real_path(folder))).collect();
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok();
    let number = folders.iter().map(|folder| folder_count(folder)).sum();
    answers.extend(limit.and_then(|limit| limit.trim().parse().ok()).map(|limit| watches(number, limit)));
    answers
}

/// A watcher needs one watch for each folder. Other programs, above all editors, have watches too.
fn watches(folders: usize, limit: usize) -> Answer {
    let text = format!("{} to watch, and the system lets a user watch {limit}", count(folders, "folder"));
    let advice = format!(
        "`sudo sysctl fs.inotify.max_user_watches={}`, or `charte watch --poll`",
        (folders * 4).next_power_of_two().max(524_288)
    );
    match folders {
        folders if folders >= limit => Answer::hinders("watch", text, advice),
        folders if folders * 2 > limit => Answer::note("watch", text, advice),
        _ => Answer::fine("watch", text),
    }
}

/// The note about a folder in a file system that reports no changes; `mounts` as in `/proc/mounts`.
fn mounted(mounts: &str, folder: &Path) -> Option<Answer> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?.replace("\\040", " "), fields.next()?))
    });
    let (_, kind) = mounts.filter(|(at, _)| folder.starts_with(at)).max_by_key(|(at, _)| at.len())?;
    SILENT.contains(&kind).then(|| {
        let text = format!("{} is in a file system ({kind}) that may tell of no changes", folder.display());
        Answer::note("watch", text, "`charte watch --poll` looks for them at intervals")
    })
}

/// The folders at and below this one. Links are not followed, as by the watcher.
fn folder_count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    1 + folders.map(|entry| folder_count(&entry.path())).sum::<usize>()
}

/// What the site's own policies refuse of charte's, as a build would find it.
fn policies(declaration: &Declaration) -> Vec<Answer> {
    let report = charte_build::run(declaration, &Options::new(Task::Build).dry_run(true));
    let is_policy = |finding: &&Diagnostic| POLICIES.iter().any(|rule| rule.code == finding.code);
    let answers: Vec<Answer> = report.findings.iter().filter(is_policy).map(policy).collect();
    if answers.is_empty() {
        return vec![Answer::fine("policy", "no policy of the site's own forbids what charte needs")];
    }
    answers
}

fn policy(finding: &Diagnostic) -> Answer {
    let place = finding.place.as_ref().map(|place| format!("{}:{}: ", place.file, place.line)).unwrap_or_default();
    let text = format!("{place}{}", finding.message);
    let advice =
        finding.help.clone().unwrap_or_else(|| format!("`charte explain {}` says how to mend it", finding.code));
    match finding.level {
        Level::Error => Answer::hinders("policy", text, advice),
        _ => Answer::note("policy", text, advice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::answer::State;

    const DECLARATION: &str = "version = 1\n[publisher]\nname = \"Bench\"\ncontact = \"b@example.org\"\ndpo = \"d@example.org\"\n\
                               [portal.town]\nname = \"Town\"\nurl = \"https://town.example.org\"\ninput = \"site\"\n\
                               output = \"dist/town\"\nservices = []\nupdated = 2026-11-23\n";

    fn states(root: &Path) -> Vec<(&'static str, State)> {
        let answers = answers(&root.join("charte.toml")).unwrap();
        answers.into_iter().filter(|it| it.topic != "watch").map(|it| (it.topic, it.state)).collect()
    }

    #[test]
    fn a_project_is_looked_at_as_far_as_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(states(root), [("declaration", State::Note)]);
        fs::write(root.join("charte.toml"), DECLARATION.replace("services", "servicez")).unwrap();
        assert_eq!(states(root), [("declaration", State::Hinders)]);
        fs::write(root.join("charte.toml"), DECLARATION).unwrap();
        let found = [("declaration", State::Fine), ("site", State::Hinders), ("output", State::Fine)];
        assert_eq!(states(root), found);
        fs::create_dir(root.join("site")).unwrap();
        fs::write(root.join("site/index.html"), "<!doctype html><title>a</title><p>b").unwrap();
        let all = [found[0], ("site", State::Fine), found[2], ("policy", State::Fine)];
        assert_eq!(states(root), all);
        fs::write(root.join("site/_headers"), "/*\n  Content-Security-Policy: script-src 'none'\n").unwrap();
        assert!(states(root).iter().any(|(topic, state)| *topic == "policy" && *state != State::Fine));
        let names: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "nothing is left behind: {names:?}");
    }

    #[test]
    fn limits_of_the_watcher_and_silent_mounts_are_reported() {
        assert_eq!(watches(10, 8_192).state, State::Fine);
        assert_eq!(watches(5_000, 8_192).state, State::Note);
        assert_eq!(watches(9_000, 8_192).state, State::Hinders);
        let mounts = "/dev/sda / ext4 rw 0 0\nhost /mnt/my\\040share cifs rw 0 0\n";
        assert_eq!(mounted(mounts, Path::new("/srv/site")), None);
        assert_eq!(mounted(mounts, Path::new("/mnt/my share/site")).map(|it| it.state), Some(State::Note));
    }
}
