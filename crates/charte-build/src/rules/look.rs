//! The rules about the look of a portal: its theme, and the page that frames its charter.

use charte_core::legal::Topic;
use charte_core::rule::{DIRECTIVE, FRENCH_ACT, Weight};

charte_core::rules! {
    THEME_MISSING = ERROR {
        code: "theme-missing",
        title: "theme that is neither a folder nor built in",
        why: "Nothing says what the banner and the charter look like.",
        example: "theme = \"them\"",
        mend: "Name a folder, relative to the declaration, or a theme that is built in.",
    }
    THEME_AMBIGUOUS = WARNING {
        code: "theme-ambiguous",
        title: "folder of a theme that has the name of a built-in one",
        why: "The built-in theme is used: what is written in the folder has no effect.",
        example: "theme = \"base\"  # a folder base with a theme.toml stands beside the declaration",
        mend: "Write `./` before the name for the folder, or give the folder another name.",
    }
    THEME_CONTACTS = ERROR {
        code: "theme-contacts",
        title: "theme that contacts a third party",
        why: "What a theme adds stands in every page and asks for consent itself, so it cannot wait for one.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "@import url(https://fonts.googleapis.com/css2?family=A);",
        mend: "Serve the file yourself, or add its host to `allow` if it sets nothing.",
    }
    FRAME_MISSING = ERROR {
        code: "frame-missing",
        title: "page for the frame that is not in the site",
        why: "The charter page takes its head, its menus and its foot from that page.",
        example: "frame = \"no-such-page/index.html\"",
        mend: "Correct `frame`: it names a page of the built site, relative to `input`.",
    }
    FRAME_WITHOUT_MAIN = ERROR {
        code: "frame-without-main",
        title: "page for the frame without a `<main>`",
        why: "The charter takes the place of what stands in `<main>`, and nothing else says where the page's own \
              content ends.",
        example: "<body><div id=\"content\">…</div></body>",
        mend: "Put the page's content in a `<main>` element, name another page, or leave `frame` out.",
    }
    THEME_FRAME_MISSING = WARNING {
        code: "theme-frame-missing",
        title: "charter page without the State's design system",
        why: "That theme brings no style of its own: it relies on what a page of the site loads, and a page that is \
              all charte's own has none of it.",
        example: "theme = \"dsfr\"  # and no `frame`",
        mend: "Name a page of the site that loads the design system in `frame`, or put `<div \
               data-charte-slot=\"charter\"></div>` into one.",
    }
}
