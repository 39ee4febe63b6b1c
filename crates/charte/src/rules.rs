//! The rules of the command line: what stops a command before it checks a declaration, a theme or a site.

use charte_core::rule::Weight;

charte_core::rules! {
    NOT_UTF_8 = ERROR {
        code: "not-utf-8",
        title: "the declaration is not written in UTF-8",
        why: "Accents in another encoding cannot be told apart from other letters, and the names on the page would come out wrong.",
        source: "TOML specification",
        weight: Weight::Specification,
        example: "name = \"Données ouvertes\"   # in a file saved as Latin-1",
        mend: "Save the file as UTF-8; every text editor has a setting for it.",
    }
    DECLARATION = ERROR {
        code: "declaration",
        title: "the declaration cannot be had while it is watched",
        why: "The file is not there, cannot be read or has no portal of the name that was asked for. Watching and the preview go on, and show the site again as soon as it is back.",
        example: "charte watch -c missing.toml",
        mend: "Put the file back, or make it readable, or name a portal that it declares.",
    }
    THEME_EXISTS = ERROR {
        code: "theme-exists",
        title: "the new theme has the place or the name of another",
        why: "A new theme replaces nothing, so that no work is lost; and the name of a built-in theme always means that one.",
        example: "charte theme new night",
        mend: "Give it another name or folder. `charte theme eject FILE --to FOLDER` adds one file to a theme that is there.",
    }
    THEME_FILE_EXISTS = ERROR {
        code: "theme-file-exists",
        title: "the theme has a file of its own already",
        why: "A copy in its place would undo what somebody changed in it.",
        example: "charte theme eject theme.toml --to themes/town   # twice",
        mend: "Edit the file that is there, or move it away to have a fresh copy.",
    }
    THEME_BUILT_IN = ERROR {
        code: "theme-built-in",
        title: "the portal has a built-in theme and no folder to copy a file into",
        why: "A built-in theme is part of the program; files of one's own need a folder that the declaration names.",
        example: "[portal.town]\ntheme = \"night\"\n# charte theme eject banner.css --portal town",
        mend: "Name a folder with `--to themes/town`, then write `theme = \"themes/town\"` under the portal.",
    }
    SITE_MISSING = ERROR {
        code: "site-missing",
        title: "the folder of the built site is not there",
        why: "Declarations and themes are begun from what the pages of the built site hold, and there are none to read.",
        example: "charte theme from missing --to themes/town",
        mend: "Name the folder of the built site, the one that is published; build it first if need be.",
    }
    DECLARATION_EXISTS = ERROR {
        code: "declaration-exists",
        title: "a first declaration where there is one already",
        why: "What somebody wrote into the declaration would be lost.",
        example: "charte init   # twice",
        mend: "Edit the declaration that is there, name another with `-c FILE`, or replace it with `--force`.",
    }
    DECLARATION_PUBLISHED = ERROR {
        code: "declaration-published",
        title: "a declaration in the folder that is published",
        why: "Whatever lies in the built site is published with it, and most generators remove what they did not write.",
        example: "charte init   # in the built site itself",
        mend: "Run it one folder above, with the name of the built site.",
    }
    COMMAND_FAILED = ERROR {
        code: "command-failed",
        title: "the command after `--` failed",
        why: "The command makes the site that charte builds. Where it fails, the site is an old one or half of one, and a build of it would be published as if all were well.",
        example: "charte build -- hugo   # and a page that Hugo cannot make",
        mend: "Run the command alone until it ends with code 0; charte ends with the code that the command ended with.",
    }
}

/// Every rule of charte.
pub(crate) fn all() -> impl Iterator<Item = &'static charte_core::rule::Rule> {
    charte_build::rules::all().chain(ALL.iter().copied())
}
