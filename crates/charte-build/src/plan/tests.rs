//! A plan with a memory is the plan without, whatever happened to the site, its theme and its declaration in between.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::{check, manifest};
use proptest::prelude::*;

use crate::apply;
use crate::plan::*;

/// One thing that an author does.
#[derive(Debug, Clone)]
enum Deed {
    /// Writes one of the files with one of the contents.
    Write(usize, usize),
    Remove(usize),
    RenameFolder,
    Link,
    Theme(usize),
    Declare(usize),
    DropOutput,
    Folder,
}

pub(crate) const FILES: [&str; 14] = [
    "index.html",
    "a/index.html",
    "a/b/deep.html",
    "a/other.html",
    "c/page.htm",
    "js/app.js",
    "css/site.css",
    "data.csv",
    "about",
    "plan.svg",
    "a/index.html.gz",
    "sw.js",
    "sw.js.br",
    "sitemap.xml",
];

pub(crate) const CONTENTS: [&str; 13] = [
    "<!doctype html><html lang=fr><head><title>1</title></head><body><p>text</p></body></html>",
    "<!doctype html><html lang=fr><head></head><body><iframe src=\"https://www.youtube.com/embed/x\" width=300></iframe></body></html>",
    "<!doctype html><html lang=en><head></head><body><main><div data-charte-slot=\"charter\"></div></main></body></html>",
    "<!doctype html><html><head><script src=\"https://unknown.example.net/x.js\"></script></head><body></body></html>",
    "<!doctype html><html lang=fr><head></head><body><script>_paq.push(['x']);</script><a data-charte-open>x</a></body></html>",
    "_paq.push(['trackPageView']); fetch('https://nobody.example.com/x');",
    "@import \"https://fonts.example.net/x.css\"; p { color: red }",
    "@media (prefers-color-scheme: dark) { p { color: #eee } }",
    "not HTML at all",
    "importScripts('/js/app.js'); addEventListener('install', go)",
    "<svg xmlns='http://www.w3.org/2000/svg'><script href='/js/app.js'/></svg>",
    "precacheAndRoute([{url:'/a/',revision:'1'},{url:'about',revision:null},{url:'sitemap.xml',revision:'2'}])",
    "<urlset><url><loc>https://www.example.org/</loc></url></urlset>",
];

pub(crate) const THEMES: [(&str, &str); 5] = [
    ("texts/fr.toml", "[placeholder]\nbutton = \"Voir\"\n"),
    ("texts/fr.toml", "[charter]\ntitle = \"Nos cookies\"\n"),
    ("link.html", "<a href=\"{{ address }}\" data-charte-open data-charte-built>Cookies</a>"),
    ("banner.css", ".banner { color: red }"),
    ("texts/fr.toml", "nonsense = "),
];

pub(crate) const DECLARATIONS: [&str; 4] = [
    "services = [\"matomo\", \"youtube\"]",
    "services = [\"youtube\"]",
    "services = [\"matomo\", \"youtube\"]\nallow = [\"unknown.example.net\"]",
    "services = [\"matomo\", \"youtube\"]\nchoice = { lifetime = \"5 months\" }",
];

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => (0..FILES.len(), 0..CONTENTS.len()).prop_map(|(file, content)| Deed::Write(file, content)),
        2 => (0..FILES.len()).prop_map(Deed::Remove),
        1 => Just(Deed::RenameFolder),
        1 => Just(Deed::Link),
        2 => (0..THEMES.len()).prop_map(Deed::Theme),
        1 => (0..DECLARATIONS.len()).prop_map(Deed::Declare),
        1 => Just(Deed::DropOutput),
        1 => Just(Deed::Folder),
    ]
}

/// A site under way: its folder, its declaration, and the paths that changed.
struct World {
    root: PathBuf,
    declaration: usize,
    output: &'static str,
    touched: BTreeSet<PathBuf>,
}

impl World {
    fn charter(&self, catalogue: &Catalogue) -> Charter {
        let text = format!(
            "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@example.org\"\ndpo = \"a@example.org\"\n\
             [portal.town]\nname = \"A\"\nurl = \"https://www.example.org\"\ninput = \"public\"\n{}\nupdated = 2026-11-23\n\
             theme = \"theme\"\nlanguages = [\"fr\", \"en\"]\n{}\n",
            self.output, DECLARATIONS[self.declaration]
        );
        let (manifest, findings) = manifest::parse("charte.toml", &text);
        assert!(!has_errors(&findings), "{findings:#?}");
        let (mut charters, findings) = check::check(&manifest, catalogue);
        charters.pop().unwrap_or_else(|| panic!("{findings:#?}"))
    }

    fn write(&mut self, path: &str, content: &str) {
        let path = self.root.join(path);
        let mut parent = path.parent().unwrap();
        // What a watcher reports first of a new file in new folders is the topmost of them.
        let mut topmost = path.clone();
        while !parent.exists() {
            topmost = parent.to_owned();
            parent = parent.parent().unwrap();
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        self.touched.insert(topmost);
    }

    fn carry_out(&mut self, deed: &Deed) {
        match *deed {
            Deed::Write(file, content) => {
                let name = format!("public/{}", FILES[file]);
                if !self.root.join(&name).is_dir() {
                    self.write(&name, CONTENTS[content]);
                }
            }
            Deed::Remove(file) => {
                let path = self.root.join("public").join(FILES[file]);
                if fs::remove_file(&path).is_ok() {
                    self.touched.insert(path);
                }
            }
            Deed::RenameFolder => {
                let (from, to) = (self.root.join("public/a"), self.root.join("public/z"));
                let (from, to) = if from.exists() { (from, to) } else { (to, from) };
                if !to.exists() && fs::rename(&from, &to).is_ok() {
                    self.touched.extend([from, to]);
                }
            }
            Deed::Link => {
                let path = self.root.join("public/link.html");
                let _ = fs::remove_file(&path);
                std::os::unix::fs::symlink("a/index.html", &path).unwrap();
                self.touched.insert(path);
            }
            Deed::Theme(file) => {
                for (name, _) in THEMES {
                    let _ = fs::remove_file(self.root.join("theme").join(name));
                }
                self.write(&format!("theme/{}", THEMES[file].0), THEMES[file].1);
            }
            Deed::Declare(declaration) => self.declaration = declaration,
            Deed::DropOutput => drop(fs::remove_dir_all(self.root.join("dist"))),
            Deed::Folder => {
                let path = self.root.join("public/empty/folder");
                fs::create_dir_all(&path).unwrap();
                self.touched.insert(self.root.join("public/empty"));
            }
        }
    }
}

fn summary(plan: &Plan) -> [String; 5] {
    [
        format!("{:#?}", plan.findings),
        format!("{:#?}", plan.writes),
        format!("{:?}", plan.folders),
        format!("{:?}", plan.removals),
        format!("{:#?}", plan.summary),
    ]
}

/// Everything below a folder that is in place: what a watcher reports of our own writes there.
fn own_writes(plan: &Plan) -> impl Iterator<Item = PathBuf> + '_ {
    plan.writes.iter().map(|write| write.target.clone()).chain(plan.removals.iter().cloned())
}

fn same_as_without(output: &'static str, deeds: &[(Deed, bool)]) {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let mut world = World { root: root.clone(), declaration: 0, output, touched: BTreeSet::new() };
    for (path, content) in [("public/index.html", CONTENTS[0]), ("theme/theme.toml", "requires = \"1\"\n")] {
        world.write(path, content);
    }
    let catalogue = Catalogue::embedded();
    let mut memory = Memory::default();
    // With errors from the start, nothing would be compared.
    assert!(!has_errors(&build(&world.charter(&catalogue), &root, &catalogue).findings));
    for (deed, is_applied) in deeds {
        world.carry_out(deed);
        let charter = world.charter(&catalogue);
        match world.touched.len() % 2 {
            // After several changes, their paths are not given.
            0 => memory.invalidate_all(),
            _ => memory.invalidate(std::mem::take(&mut world.touched)),
        }
        world.touched.clear();
        let (with, without) =
            (build_again(&charter, &root, &catalogue, &mut memory), build(&charter, &root, &catalogue));
        assert_eq!(summary(&with), summary(&without), "after {deed:?}");
        if *is_applied && !has_errors(&with.findings) && apply::apply(&with).is_ok() {
            memory.commit();
            if output.is_empty() {
                memory.invalidate(own_writes(&with));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_with_a_memory_is_the_plan_without(deeds in prop::collection::vec((deed(), prop::bool::weighted(0.8)), 1..14)) {
        same_as_without("output = \"dist\"", &deeds);
    }

    #[test]
    fn also_in_place(deeds in prop::collection::vec((deed(), prop::bool::weighted(0.8)), 1..14)) {
        same_as_without("", &deeds);
    }
}
