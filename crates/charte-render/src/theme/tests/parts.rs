//! The parts of a theme, listed and made anew.

use charte_themes::NAMED;

use crate::theme::draft::Draft;
use crate::theme::listing::{self, Listing};
use crate::theme::tests::*;

fn folder(files: &[(&str, &str)]) -> Folder {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Folder { path: "mine".into(), files, ..Folder::default() }
}

const OVER_CARD: &str = "requires = \"1\"\nextends = \"card\"\n[tokens]\naccent = \"#123456\"\n";

#[test]
fn each_part_names_its_layer() {
    let folder = folder(&[("theme.toml", OVER_CARD), ("banner.css", ""), ("texts/fr.toml", "")]);
    let listing = Listing::of("mine", &folder, None).unwrap();
    assert_eq!(listing.layers, ["base", "card", "mine"]);
    let token = |name: &str| listing.tokens.iter().find(|token| token.name == name).unwrap();
    assert_eq!((token("accent").light.layer.as_str(), token("accent").light.value.as_str()), ("mine", "#123456"));
    assert_eq!(token("accent").dark.as_ref().unwrap().layer, "card");
    assert_eq!(token("scheme").light.layer, "base");
    let file = |path: &str| listing.files.iter().find(|file| file.path == path).map(|file| file.layers.join(" "));
    assert_eq!(file("banner.css").as_deref(), Some("mine"));
    // The additions of `card` to the base's sheet are gone with it.
    assert_eq!(file("banner-more.css"), None);
    assert_eq!(file("charter-more.css").as_deref(), Some("card"));
    assert_eq!(file("texts/fr.toml").as_deref(), Some("base mine"));
    assert_eq!(file("link.html").as_deref(), Some("base"));
    assert!(listing.pairs.iter().any(|pair| pair.front == "accent" && pair.contrast.is_some() && pair.passes()));
    let document = serde_json::to_value(&listing).unwrap();
    assert_eq!(document["tokens"][0]["name"], "background");
    assert_eq!(document["pairs"][0]["scheme"], "light");
}

#[test]
fn a_new_theme_says_what_the_one_under_it_says() {
    for name in std::iter::once("base").chain(NAMED.iter().map(|(name, _)| *name)) {
        let folder = Draft::over(name).unwrap().folder("new");
        let theme = Theme::load(charte_themes::BASE, &folder).unwrap();
        assert!(theme.warnings().next().is_none(), "{name}");
        Renderer::new(&theme, &rich()).unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
        let values = |listing: Listing| {
            let value = |token: listing::TokenLine| (token.name, token.light.value, token.dark.map(|dark| dark.value));
            listing.tokens.into_iter().map(value).collect::<Vec<_>>()
        };
        let under = Folder { extends: Some(name.into()), ..Folder::default() };
        let (new, old) = (Listing::of("", &folder, None).unwrap(), Listing::of("", &under, None).unwrap());
        assert_eq!(values(new), values(old), "{name}");
    }
    assert_eq!(Draft::over("nigth").unwrap_err()[0].code, "theme-extends");
}

#[test]
fn a_copied_file_changes_nothing_by_itself() {
    for (name, _) in NAMED {
        let under = Folder { extends: Some((*name).into()), ..Folder::default() };
        let before = Renderer::new(&Theme::load(charte_themes::BASE, &under).unwrap(), &rich()).unwrap();
        for (path, _) in charte_themes::BASE.iter().filter(|(path, _)| *path != "theme.toml") {
            let text = listing::file(&under, path).unwrap();
            let tokens = format!("requires = \"1\"\nextends = \"{name}\"\n");
            let copy = folder(&[("theme.toml", &tokens), (path, &text)]);
            let after = Renderer::new(&Theme::load(charte_themes::BASE, &copy).unwrap(), &rich()).unwrap();
            assert_eq!(after.banner_css(), before.banner_css(), "{name} {path}");
            assert_eq!(after.stylesheets(), before.stylesheets(), "{name} {path}");
            assert_eq!(after.charter("fr").unwrap(), before.charter("fr").unwrap(), "{name} {path}");
            assert_eq!(after.link("fr").unwrap(), before.link("fr").unwrap(), "{name} {path}");
        }
    }
}
