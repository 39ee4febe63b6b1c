//! The sites: downloaded ones and one of all snippets, each built by the real binary. It knows no browser.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::declare::Declaration;
use crate::folder;

/// The address of every site, for which the downloaded ones were generated.
pub(crate) const HOST: &str = "site.example";

/// The name of the site of snippets.
const SNIPPETS: &str = "snippets";

/// A built site.
pub(crate) struct BuiltSite {
    pub(crate) name: String,
    /// The author's pages, mended where charte refused to build them.
    pub(crate) source: PathBuf,
    pub(crate) built: PathBuf,
    /// The services that need consent.
    pub(crate) asked: Vec<String>,
    /// How many faults had to be mended first.
    pub(crate) mended: usize,
    /// The addresses of its pages.
    pub(crate) pages: Vec<String>,
    _folder: TempDir,
}

impl BuiltSite {
    fn build(name: &str, source: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut declaration = Declaration::new(folder.path(), source);
        let (source, asked) = declaration.build();
        Self {
            name: name.to_owned(),
            pages: folder::pages(&source).into_iter().filter(|page| is_wanted(name, page)).collect(),
            source,
            built: folder.path().join("dist"),
            asked,
            mended: declaration.mended,
            _folder: folder,
        }
    }

    /// Whether something waits on a page. Names with characters that addresses escape are left out.
    pub(crate) fn holds_back(&self, page: &str) -> bool {
        let built = fs::read(self.built.join(page.trim_start_matches('/'))).unwrap_or_default();
        String::from_utf8_lossy(&built).contains("data-charte-held=\"")
    }

    pub(crate) fn is_snippets(&self) -> bool {
        self.name == SNIPPETS
    }
}

/// Whether a page is selected: all are, without a selection.
fn is_wanted(site: &str, page: &str) -> bool {
    let wanted = std::env::var("CHARTE_ONLY").unwrap_or_default();
    wanted.split(',').any(|wanted| format!("{site}{page}").contains(wanted))
}

/// The downloaded sites: their names and folders.
pub(crate) fn fetched() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/trackers");
    let entries = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}; bring the pages first: tests/trackers/fetch", folder.display()));
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path().canonicalize().unwrap()))
        .collect()
}

/// All sites with selected pages, sorted by name.
pub(crate) fn all() -> Vec<BuiltSite> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = fetched();
    let snippets = Path::new(env!("CARGO_TARGET_TMPDIR")).join(SNIPPETS);
    write_snippets(&root.join("../charte-build/tests/snippets"), &snippets);
    folders.push((SNIPPETS.to_owned(), snippets));
    folders.sort();
    folders.retain(|(name, folder)| folder::pages(folder).iter().any(|page| is_wanted(name, page)));
    folders.iter().map(|(name, folder)| BuiltSite::build(name, folder)).collect()
}

/// A page for each snippet, as on the site of a vendor's customer.
fn write_snippets(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let snippet = fs::read_to_string(entry.path()).unwrap();
        let page = format!(
            "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>Page</title>\n</head>\n<body>\n\
             <h1>Page</h1>\n{snippet}\n<p>Fin</p>\n</body>\n</html>\n"
        );
        fs::write(to.join(entry.file_name()), page).unwrap();
    }
}
