//! The ten minutes of the first page, typed line by line.

use std::fs;

use crate::binary::{self, Run};
use crate::pages;

const PAGE: &str = "<!doctype html>\n<html lang=\"fr\">\n<head><title>Ville d’Exemple</title>\
                    <link rel=\"canonical\" href=\"https://www.ville-exemple.fr/\"></head>\n<body><main><h1>Accueil</h1>\
                    <iframe src=\"https://www.youtube.com/embed/x\" title=\"Film\"></iframe></main></body>\n</html>\n";

#[test]
fn the_commands_of_the_first_page_lead_to_a_built_site() {
    let starts = pages::written().into_iter().filter(|page| page.name.ends_with("src/start.md"));
    let mut count = 0;
    for page in starts {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("public")).unwrap();
        fs::write(folder.path().join("public/index.html"), PAGE).unwrap();
        for block in page.blocks().iter().filter(|block| block.language == "sh") {
            for line in block.text.lines() {
                let arguments = line.strip_prefix("charte ").unwrap_or_else(|| panic!("{}: {line}", page.name));
                let run = Run::of(&binary::command(folder.path(), arguments).output().unwrap());
                assert_eq!(run.code, Some(0), "{}: {line}\n{}", page.name, run.err);
                count += 1;
            }
        }
        let built = fs::read_to_string(folder.path().join("public/index.html")).unwrap();
        assert!(built.contains("data-charte-held=\"youtube\""), "{}: {built}", page.name);
        assert!(folder.path().join("public/charte-cookies/index.html").is_file(), "{}", page.name);
    }
    assert!(count >= 8, "only {count} commands were run");
}
