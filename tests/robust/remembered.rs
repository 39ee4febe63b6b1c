//! A build where nothing has changed since the last one: it only compares, and only where the same program made that one.

use std::process::Command;

use crate::binary::{CACHE, Run};
use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE};

/// The phases of a build of the only portal.
fn phases(run: &Run) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(report["declaration_seconds"].is_f64(), "{report}");
    let phases = report["portals"][0]["phases"].as_array().unwrap();
    phases.iter().map(|phase| phase["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn where_nothing_has_changed_the_same_program_only_compares() {
    for lines in [LINES, INTO_OUTPUT] {
        let site = Site::new(lines);
        for page in ["index.html", "a/b/index.html", "a.b/index.html"] {
            site.write(format!("public/{page}"), PAGE);
        }
        std::fs::create_dir(site.path("public/empty")).unwrap();
        let first = site.build();
        let (tree, stamps) = (site.tree(), site.stamps());
        let report = "build --timings --format json";
        assert_eq!(phases(&site.succeed(report)), ["comparing"]);
        let again = site.succeed("build --timings");
        assert!(again.err.contains("comparing") && again.err.contains("nothing has changed"), "{}", again.err);
        let portal = |run: &Run| run.out.split("  files").next().unwrap().to_owned();
        assert_eq!(portal(&again), portal(&first));

        let copy = site.path("../").join(format!("{}-charte", site.root().file_name().unwrap().display()));
        // By another process: a thread of this one could hold the copy open, and then it could not be run.
        assert!(Command::new("cp").arg(env!("CARGO_BIN_EXE_charte")).arg(&copy).status().unwrap().success());
        let mut command = Command::new(&copy);
        command.args(report.split(' ')).current_dir(site.root()).env("XDG_CACHE_HOME", CACHE);
        let other = Run::of(&command.output().unwrap());
        std::fs::remove_file(&copy).unwrap();
        assert!(phases(&other).len() > 3, "{}", other.out);
        assert!(phases(&site.succeed("build --force --timings --format json")).len() > 3);
        assert_eq!(phases(&site.succeed(report)), ["comparing"]);
        assert!(site.tree() == tree && site.stamps() == stamps);
    }
}
