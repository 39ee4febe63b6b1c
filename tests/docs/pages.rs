//! The written pages of both books, as text: blocks of code, and pieces of code in a line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

/// A page.
pub(crate) struct Page {
    /// Its path in the repository.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A block of code: its language, its first line in the page, its text.
pub(crate) struct Block<'t> {
    pub(crate) language: &'t str,
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A piece of code in a line.
pub(crate) struct Span<'t> {
    pub(crate) text: &'t str,
    pub(crate) line: usize,
    /// Whether it stands in a column of keys.
    pub(crate) is_key: bool,
}

/// What is read before the books, or included in them.
const BESIDE: &[&str] =
    &["README.md", "plugins/README.md", "plugins/mdbook/README.md", "plugins/npm/README.md", "plugins/ruby/README.md"];

/// The pages that people write; those made from the product are left out.
pub(crate) fn written() -> Vec<Page> {
    let root = root();
    let mut files: Vec<PathBuf> = BESIDE.iter().map(|file| root.join(file)).collect();
    for language in ["en", "fr"] {
        collect(&root.join("site/docs").join(language).join("src"), &mut files);
    }
    files.sort();
    let page = |file: &PathBuf| Page {
        name: file.strip_prefix(&root).unwrap().display().to_string(),
        text: fs::read_to_string(file).unwrap(),
    };
    files.iter().map(page).filter(|page| !page.name.contains("/reference/")).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

impl Page {
    /// Its blocks of code.
    pub(crate) fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_inside = false;
        for (at, line) in self.text.lines().enumerate() {
            match line.trim_start().strip_prefix("```") {
                Some(_) if is_inside => is_inside = false,
                Some(language) => {
                    is_inside = true;
                    blocks.push(Block { language, line: at + 2, text: String::new() });
                }
                None if is_inside => {
                    let text = &mut blocks.last_mut().unwrap().text;
                    text.push_str(line);
                    text.push('\n');
                }
                None => {}
            }
        }
        blocks
    }

    /// The pieces of code in its lines.
    pub(crate) fn spans(&self) -> Vec<Span<'_>> {
        let mut spans = Vec::new();
        let (mut is_inside, mut column) = (false, None);
        for (at, line) in self.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                is_inside = !is_inside;
            }
            if is_inside {
                continue;
            }
            if !line.starts_with('|') {
                column = None;
            }
            let is_head = |cell: &str| ["key", "keys", "clé", "clés"].contains(&cell.trim());
            column = line.split('|').position(is_head).filter(|_| line.starts_with('|')).or(column);
            let mut before = 0;
            for (place, text) in line.split('`').enumerate() {
                if place % 2 == 1 {
                    let is_key = column == Some(before);
                    spans.push(Span { text, line: at + 1, is_key });
                } else {
                    before += text.matches('|').count();
                }
            }
        }
        spans
    }
}

#[test]
fn both_books_have_the_same_pages_and_list_them() {
    let listed = |language: &str| -> Vec<String> {
        let summary = fs::read_to_string(root().join(format!("site/docs/{language}/src/SUMMARY.md"))).unwrap();
        let links = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let mut links: Vec<String> = links.map(str::to_owned).collect();
        links.sort();
        links
    };
    for language in ["en", "fr"] {
        let folder = root().join(format!("site/docs/{language}/src"));
        let mut files = Vec::new();
        collect(&folder, &mut files);
        let name = |file: &PathBuf| file.strip_prefix(&folder).unwrap().display().to_string();
        let mut names: Vec<String> = files.iter().map(name).filter(|name| name != "SUMMARY.md").collect();
        names.sort();
        assert_eq!(names, listed(language), "pages of site/docs/{language}, and those of its SUMMARY.md");
    }
    // What is made from the product, and what themes hold, stays English: a French page says where it is.
    let is_written = |name: &String| !name.starts_with("reference") && name != "theme-files.md";
    let written = |language: &str| listed(language).into_iter().filter(is_written).collect::<Vec<_>>();
    assert_eq!(written("en"), written("fr"));
}
