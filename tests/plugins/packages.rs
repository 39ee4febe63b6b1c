//! The packages that bring the binary, made by `plugins/release` and installed from their files, without a registry.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::host::{Host, root};

/// Makes the packages of a stand-in: a script that runs the binary of this test, which itself takes long to pack.
fn make(to: &Path) {
    let script = to.with_extension("sh");
    fs::write(&script, format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_charte"))).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&script).status().unwrap().success());
    let mut command = Command::new(root().join("plugins/release"));
    let output = command.arg(&script).arg("--to").arg(to).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The folder with all packages.
pub(crate) fn made() -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        make(&folder.path().join("packages"));
        folder
    });
    folder.path().join("packages")
}

#[test]
fn the_same_binary_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("packages");
    make(&again);
    let sums = |folder: &Path| fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    assert_eq!(sums(&again), sums(&made()));
    assert_eq!(sums(&again).lines().count(), 7, "{}", sums(&again));
}

#[test]
fn npx_runs_the_binary_of_the_platform_or_says_how_to_get_it() {
    let host = Host::new("dist");
    host.write("package.json", "{ \"private\": true }\n");
    let files = ["charte-0.1.0.tgz", "charte-linux-x64-0.1.0.tgz"].map(|file| made().join(file).display().to_string());
    let run = host.run("npm", &format!("install --offline --no-audit --no-fund {}", files.join(" ")));
    assert_eq!(run.code, Some(0), "{}", run.said);
    let charte = |arguments: &str| {
        let mut command = host.command("npx", &format!("--offline charte {arguments}"));
        let output = command.env_remove("CHARTE_BIN").output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (output.status.code(), said.concat())
    };
    assert_eq!(charte("--version"), (Some(0), "charte 0.1.0\n".into()));
    assert_eq!(charte("check -c nowhere.toml").0, Some(3));
    fs::remove_dir_all(host.path("node_modules/@charte")).unwrap();
    let (code, said) = charte("--version");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("the package @charte/linux-x64 is not installed") && said.contains("CHARTE_BIN"), "{said}");
}

#[test]
fn pip_and_dpkg_unpack_a_program_that_runs() {
    let host = Host::new("site");
    host.install_wheel();
    assert_eq!(host.run("packages/bin/charte", "--version").said, "charte 0.1.0\n");
    assert_eq!(host.run("python3", "-m charte --version").said, "charte 0.1.0\n");
    let package = made().join("charte_0.1.0_amd64.deb");
    let run = host.run("dpkg-deb", &format!("-x {} root", package.display()));
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(host.run("root/usr/bin/charte", "--version").said, "charte 0.1.0\n");
    assert!(host.path("root/usr/share/man/man1/charte-watch.1.gz").is_file());
    assert!(host.path("root/usr/share/doc/charte/THIRD-PARTY.txt.gz").is_file());
    let archive = made().join("charte-0.1.0-x86_64-unknown-linux-gnu.tar.gz");
    let run = host.run("tar", &format!("-xzf {}", archive.display()));
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(host.run("charte-0.1.0-x86_64-unknown-linux-gnu/charte", "--version").said, "charte 0.1.0\n");
    let notices = host.read("charte-0.1.0-x86_64-unknown-linux-gnu/THIRD-PARTY.txt");
    for part in ["\nserde 1.", "cssparser 0.36", "(MPL-2.0): https://", "Mozilla Public License Version 2.0"] {
        assert!(notices.contains(part), "{part}");
    }
    assert!(!notices.contains("\ncharte-core "), "the crates of the workspace are charte");
}

#[test]
fn the_bill_names_each_crate_once_and_all_that_it_needs() {
    let bill = fs::read(made().join("charte-0.1.0-x86_64-unknown-linux-gnu.cdx.json")).unwrap();
    let bill: serde_json::Value = serde_json::from_slice(&bill).unwrap();
    let references: Vec<&str> =
        bill["components"].as_array().unwrap().iter().map(|component| component["bom-ref"].as_str().unwrap()).collect();
    let each: BTreeSet<&str> = references.iter().copied().collect();
    assert_eq!(each.len(), references.len());
    assert!(
        references.len() > 100 && references.iter().all(|reference| !reference.contains("/charte")),
        "{references:?}"
    );
    for entry in bill["dependencies"].as_array().unwrap() {
        for need in entry["dependsOn"].as_array().unwrap() {
            assert!(each.contains(need.as_str().unwrap()), "{need}");
        }
    }
    // What only compiles or tests charte is not inside.
    for absent in ["pkg:cargo/tempfile@", "pkg:cargo/syn@", "pkg:cargo/lol_html@"] {
        assert!(!references.iter().any(|reference| reference.starts_with(absent)), "{absent}");
    }
}

#[test]
fn the_formula_names_the_archive_by_its_sum() {
    let formula = fs::read_to_string(made().join("charte.rb")).unwrap();
    let sums = fs::read_to_string(made().join("SHA256SUMS")).unwrap();
    let line = sums.lines().find(|line| line.ends_with("linux-gnu.tar.gz")).unwrap();
    assert!(formula.contains(&format!("sha256 \"{}\"", line.split(' ').next().unwrap())), "{formula}");
    assert!(!formula.contains("@VERSION@") && formula.contains("version \"0.1.0\""), "{formula}");
}
