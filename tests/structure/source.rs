//! The modules of the crates, and which imports which. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// All files and the imports between them.
pub(crate) struct Sources {
    /// Each file, with the crate that it is of.
    pub(crate) files: BTreeMap<String, String>,
    /// The crates' names.
    pub(crate) crates: BTreeSet<String>,
    /// Importing and imported file, with the names that are imported.
    pub(crate) imports: BTreeMap<(String, String), BTreeSet<String>>,
}

/// A path as it is written, in parts.
type Parts = Vec<String>;

#[derive(Default)]
struct Module {
    file: String,
    package: String,
    children: BTreeSet<String>,
    /// The names that its `use` lines import, with their paths.
    uses: BTreeMap<String, Parts>,
    paths: BTreeSet<Parts>,
}

impl Sources {
    /// Reads the crates of the repository at `root`.
    pub(crate) fn read(root: &Path) -> Result<Sources, Box<dyn Error>> {
        let mut modules = BTreeMap::new();
        let mut folders: Vec<PathBuf> =
            fs::read_dir(root.join("crates"))?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        folders.push(root.join("themes"));
        for folder in folders.iter().filter(|folder| folder.join("Cargo.toml").exists()) {
            let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
            let name = manifest
                .split("name = \"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .ok_or("a crate without a name")?;
            let start =
                ["src/lib.rs", "src/main.rs"].map(|file| folder.join(file)).into_iter().find(|file| file.exists());
            let mut reader = Reader { root, package: name, modules: &mut modules };
            reader.module(&start.ok_or("a crate without a start")?, vec![name.replace('-', "_")])?;
        }
        Ok(Sources::of(&modules))
    }

    fn of(modules: &BTreeMap<Parts, Module>) -> Sources {
        let mut imports: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for (place, module) in modules {
            for path in module.paths.iter().chain(module.uses.values()) {
                let Some((target, name)) = resolve(modules, place, path, 0) else { continue };
                if target.file != module.file {
                    imports.entry((module.file.clone(), target.file.clone())).or_default().insert(name);
                }
            }
        }
        let files = modules.values().map(|module| (module.file.clone(), module.package.clone())).collect();
        let crates = modules.values().map(|module| module.package.clone()).collect();
        Sources { files, crates, imports }
    }

    /// The topmost folder in a crate's sources, or the file there.
    pub(crate) fn folder(&self, file: &str) -> String {
        let end = file.find("/src/").map_or(file.len(), |at| at + "/src/".len());
        let (start, rest) = file.split_at(end);
        let top = rest.split('/').next().unwrap_or_default();
        format!("{start}{}", top.trim_end_matches(".rs"))
    }
}

/// The module that a path leads to, and the imported name.
fn resolve<'m>(
    modules: &'m BTreeMap<Parts, Module>,
    from: &Parts,
    path: &[String],
    depth: usize,
) -> Option<(&'m Module, String)> {
    let (first, mut rest) = path.split_first()?;
    let mut place = match first.as_str() {
        "crate" => from[..1].to_vec(),
        "self" => from.clone(),
        "super" => from[..from.len() - 1].to_vec(),
        name if modules[from].children.contains(name) => [from.as_slice(), &[name.to_owned()]].concat(),
        name if modules.contains_key(&vec![name.to_owned()]) => vec![name.to_owned()],
        _ => return None,
    };
    while let Some((next, after)) = rest.split_first() {
        let module = modules.get(&place)?;
        if next == "super" {
            place.pop();
        } else if module.children.contains(next) {
            place.push(next.clone());
        } else if let Some(real) = module.uses.get(next).filter(|_| depth < 8) {
            // A re-exported name counts as its owner's.
            let whole = [real.as_slice(), after].concat();
            return resolve(modules, &place, &whole, depth + 1);
        } else {
            return Some((module, next.clone()));
        }
        rest = after;
    }
    let name = place.last()?.clone();
    Some((modules.get(&place)?, name))
}

struct Reader<'r> {
    root: &'r Path,
    package: &'r str,
    modules: &'r mut BTreeMap<Parts, Module>,
}

impl Reader<'_> {
    fn module(&mut self, file: &Path, place: Parts) -> Result<(), Box<dyn Error>> {
        let syntax = syn::parse_file(&fs::read_to_string(file)?)?;
        let name = file.strip_prefix(self.root)?.to_string_lossy().into_owned();
        let mut module = Module { file: name, package: self.package.to_owned(), ..Module::default() };
        let is_root = ["lib.rs", "main.rs", "mod.rs"].iter().any(|root| file.ends_with(root));
        let folder = if is_root { file.with_file_name("") } else { file.with_extension("") };
        for item in &syntax.items {
            if let Item::Mod(child) = item
                && child.content.is_none()
                && !is_test(&child.attrs)
            {
                let name = child.ident.to_string();
                let candidates = [folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")];
                let found =
                    candidates.iter().find(|file| file.exists()).ok_or_else(|| format!("no file for {name}"))?;
                self.module(found, [place.as_slice(), std::slice::from_ref(&name)].concat())?;
                module.children.insert(name);
            }
        }
        Paths(&mut module).visit_file(&syntax);
        self.modules.insert(place, module);
        Ok(())
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_cfg = |one: &Attribute| {
        one.path().is_ident("cfg") && one.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    };
    attributes.iter().any(|one| is_cfg(one) || one.path().is_ident("test"))
}

/// Records what a file names.
struct Paths<'m>(&'m mut Module);

impl Paths<'_> {
    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            UseTree::Name(name) if name.ident == "self" => self.bind(before.last(), before.to_vec()),
            UseTree::Name(name) => self.bind(Some(&name.ident.to_string()), with(name.ident.to_string())),
            UseTree::Rename(rename) => self.bind(Some(&rename.rename.to_string()), with(rename.ident.to_string())),
            UseTree::Glob(_) => drop(self.0.paths.insert(before.to_vec())),
        }
    }

    fn bind(&mut self, name: Option<&String>, path: Parts) {
        if let Some(name) = name.filter(|name| *name != "_") {
            self.0.uses.insert(name.clone(), path);
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_test(&item.attrs) {
            self.tree(&item.tree, &[]);
        }
    }

    // A visibility (`pub(in …)`) imports nothing, and a macro may have the name of a module.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
    fn visit_macro(&mut self, _: &'ast Macro) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Parts = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if parts.len() > 1 {
            self.0.paths.insert(parts);
        }
        visit::visit_path(self, path);
    }
}
