//! The rules that the files of a theme can break.

use charte_core::rule::Weight;

charte_core::rules! {
    THEME_UNKNOWN_FILE = ERROR {
        code: "theme-unknown-file",
        title: "a theme has a file that charte does not use",
        why: "A file under a name that the base theme does not have is never read, so the author would look for a \
              change that does not come.",
        example: "themes/town/charter.htm",
        mend: "Give it the name of a file of the base theme, of a style sheet that is added to one, such as \
               `banner-more.css`, or of texts, such as `texts/fr.toml`; move other files out of the folder.",
    }
    THEME_NOT_UTF8 = ERROR {
        code: "theme-not-utf8",
        title: "a file of a theme is not UTF-8 text",
        why: "charte reads the files of a theme as UTF-8, and accented letters in another encoding would come out as \
              other signs.",
        example: "printf '/* \\351t\\351 */' > themes/town/charter.css",
        mend: "Save the file as UTF-8 in the editor, or convert it with `iconv -f ISO-8859-1 -t UTF-8`.",
    }
    THEME_FILE = ERROR {
        code: "theme-file",
        title: "a file is to be copied out of a theme that only adds to another",
        why: "What `-more.css` holds is added after the style sheet; a copy of that style sheet under such a name \
              would say everything twice.",
        example: "charte theme eject banner-more.css --to themes/town",
        mend: "Write only your own rules into a new file of that name, or copy the style sheet itself, such as \
               `banner.css`.",
    }
    THEME_TEMPLATE = ERROR {
        code: "theme-template",
        title: "a template cannot be read or filled",
        why: "The charter, its link or a placeholder would be missing from pages where visitors look for it.",
        source: "Tera templates",
        weight: Weight::Specification,
        example: "<div data-charte-built>{{ sit.name }}</div>",
        mend: "Mend the tag, filter, variable or text key at the place that is told; the base theme's template of the \
               same name shows what there is.",
    }
    THEME_INSERTION = ERROR {
        code: "theme-insertion",
        title: "a template does not make one element marked `data-charte-built`",
        why: "charte finds what it has inserted by that mark; without it, a second build cannot take the old charter \
              out of the page and would leave both.",
        example: "<p><a href=\"/cookies/\">Cookies</a></p>",
        mend: "Put all that the template makes into one closed element with the attribute `data-charte-built`.",
    }
    THEME_NO_STYLE = ERROR {
        code: "theme-no-style",
        title: "the site has no style sheet, or none that says colours, to make a theme from",
        why: "A theme is proposed from the colours that the site's own style sheets say, and those of other hosts are \
              not fetched.",
        example: "<link rel=\"stylesheet\" href=\"https://cdn.example/site.css\">",
        mend: "Name the folder of the built site, with its pages and style sheets, or begin with a built-in theme by \
               `charte theme new`.",
    }
}
