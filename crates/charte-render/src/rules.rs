//! The rules for themes, their texts and the HTML that they make.

use charte_core::rule::Weight;

charte_core::rules! {
    THEME_REQUIRES = ERROR {
        code: "theme-requires",
        title: "the theme does not say, or says wrongly, which version of themes it is written for",
        why: "File names, tokens, text keys and what templates are given may change between versions, and a theme for \
              another version can leave information out of the charter unseen.",
        example: "requires = \"2\"",
        mend: "Write `requires = \"1\"` at the top of `theme.toml`, after comparing the theme with the base theme \
               where it was written for another version.",
    }
    THEME_EXTENDS = ERROR {
        code: "theme-extends",
        title: "the theme extends one that is not built in",
        why: "A theme folder lies over a built-in theme; without it, nobody knows which colours and rules the rest \
              takes.",
        example: "requires = \"1\"\nextends = \"bsae\"",
        mend: "Name a built-in theme in `extends`, or take the line out to extend `base`.",
    }
    THEME_UNKNOWN_KEY = ERROR {
        code: "theme-unknown-key",
        title: "`theme.toml` has a key that it does not know",
        why: "Nothing reads the key, so what it was meant to change would stay as it is without a word.",
        example: "requires = \"1\"\n[darc]\naccent = \"#7fd1dc\"",
        mend: "Keep to `requires` and `extends`, and to tokens under `[tokens]` and `[dark]`.",
    }
    THEME_UNKNOWN_TOKEN = ERROR {
        code: "theme-unknown-token",
        title: "a token is set that does not exist, or that cannot differ on a dark screen",
        why: "No style sheet uses such a token, so the look that it was meant to give would never be seen.",
        example: "[tokens]\nacent = \"#17545d\"",
        mend: "Use one of the base theme's token names; set font, lengths, position and scheme under `[tokens]`, not \
               under `[dark]`.",
    }
    THEME_TOKEN_VALUE = ERROR {
        code: "theme-token-value",
        title: "a token has a value that it cannot have",
        why: "The value is written into a style sheet as it is: one that ends its declaration, fetches a file or makes \
              no sense breaks the banner, or calls a host before the visitor has chosen.",
        example: "[tokens]\nposition = \"top\"",
        mend: "Write one of the words that the token allows, or a single colour, font or length within its bounds, \
               without `;`, braces, comments or `url()`.",
    }
    THEME_CONTRAST = ERROR {
        code: "theme-contrast",
        title: "two colours that meet are too close to each other",
        why: "People with low vision cannot read the charter and the banner, or cannot see borders and the focus, when \
              text has less contrast than 4.5:1 and shapes less than 3:1.",
        source: "WCAG 2.2, 1.4.3 and 1.4.11", french: "RGAA 4.1.2, critères 3.2 et 3.3",
        weight: Weight::Specification,
        example: "[tokens]\nmuted = \"#aaa\"",
        mend: "Take the nearest colour that passes, which the finding names, or change the colour that it meets; look \
               at `[dark]` apart.",
    }
    THEME_CONTRAST_UNCHECKED = WARNING {
        code: "theme-contrast-unchecked",
        title: "the contrast of a colour was not checked",
        why: "The colour depends on the page around it or comes from the State's design system, so charte cannot tell \
              whether people can read what it is used for.",
        source: "WCAG 2.2, 1.4.3 and 1.4.11", french: "RGAA 4.1.2, critères 3.2 et 3.3",
        weight: Weight::Specification,
        example: "[tokens]\nsurface = \"#fff8\"",
        mend: "Write an opaque colour that stands by itself, such as `#17545d`, or look at the pages yourself.",
    }
    THEME_PROMINENCE = ERROR {
        code: "theme-prominence",
        title: "a rule of the banner reaches only one of the buttons that accept and refuse",
        why: "Consent is not free when one answer is easier to see than the other, and what was collected that way is \
              not valid.",
        source: "GDPR, article 7", french: "CNIL, délibération 2020-092 du 17 septembre 2020",
        weight: Weight::Law,
        example: ".accept { background: green }",
        mend: "Let the rule reach both buttons, as `.accept, .refuse` does, and set them apart with `gap` on what \
               holds them.",
    }
    THEME_PROMINENCE_UNCHECKED = WARNING {
        code: "theme-prominence-unchecked",
        title: "a rule of the banner was not understood",
        why: "Browsers may read it though charte does not, and it may then set accepting and refusing apart.",
        source: "GDPR, article 7", french: "CNIL, délibération 2020-092 du 17 septembre 2020",
        weight: Weight::Law,
        example: "@scope (.accept) { :scope { color: red } }",
        mend: "Write the rule with plain selectors and without `@scope`, or look at the banner yourself.",
    }
    THEME_TARGET = ERROR {
        code: "theme-target",
        title: "a rule of the banner makes something to click smaller than 24 CSS pixels",
        why: "People whose hands tremble, or who use a small touch screen, miss it or hit what stands beside it.",
        source: "WCAG 2.2, 2.5.8",
        weight: Weight::Specification,
        example: "button { height: 1em }",
        mend: "Give it 24 by 24 CSS pixels at least, such as `1.5em`, or take the declaration out.",
    }
    THEME_STATE_ONLY = ERROR {
        code: "theme-state-only",
        title: "the theme of the French State is used by a portal that does not say it is a site of the State",
        why: "The State forbids its design system to all others, local authorities included, since visitors would take \
              the site for one of the State's.",
        source: "DSFR, conditions d'utilisation",
        weight: Weight::Law,
        example: "[portal.town]\ntheme = \"dsfr\"",
        mend: "Take another theme, such as `townhall`; a site of the State says `state_site = true`.",
    }
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
    TEXT_LANGUAGE = ERROR {
        code: "text-language",
        title: "there are no texts in a language that the portal has or is asked for",
        why: "Visitors would get the charter and the banner in a language other than that of the page, and information \
              that they do not understand is none.",
        source: "GDPR, article 12(1)",
        weight: Weight::Law,
        example: "languages = [\"fr\", \"sq\"]",
        mend: "Add `texts/LANGUAGE.toml` to a theme folder with every text of the base theme, or take the language out \
               of `languages`.",
    }
    TEXT_UNKNOWN_KEY = ERROR {
        code: "text-unknown-key",
        title: "a text has a key that charte does not use",
        why: "No page shows the text, and the one that it was meant to replace stays.",
        example: "[baner]\ntitle = \"Cookies\"",
        mend: "Use a key of the base theme's `texts/fr.toml`; begin keys for templates of your own with `own.`.",
    }
    TEXT_UNKNOWN_VARIABLE = ERROR {
        code: "text-unknown-variable",
        title: "a text uses a variable that its key does not have",
        why: "Nothing can be put in its place, so visitors would read the braces and the name between them.",
        example: "[banner]\nintro = \"{nam}\"",
        mend: "Use one of the variables that the finding lists, or write the words themselves.",
    }
    TEXT_PLURAL = ERROR {
        code: "text-plural",
        title: "a text is given for a plural form that its language does not have",
        why: "No number ever takes that form, so the text is never shown and another one may be missing.",
        source: "Unicode CLDR, plural rules",
        weight: Weight::Specification,
        example: "# texts/fr.toml\n[duration]\nmonth_few = \"{n} mois\"",
        mend: "Take the text out, and write one for each form that the finding lists.",
    }
    LABEL_EMPTY = ERROR {
        code: "label-empty",
        title: "a button or a link has a text that shows nothing",
        why: "Nobody sees what a blank control does, and a screen reader has nothing to read. A refusal that cannot be found \
              is not as simple as accepting.",
        source: "WCAG 2.2, 2.4.4 and 4.1.2; GDPR, article 4(11)",
        french: "RGAA 4.1.2, critères 6.2 et 11.9; loi Informatique et Libertés, article 82",
        weight: Weight::Law,
        example: "[portal.town.text.fr]\n\"banner.refuse\" = \"\"",
        passing: "[portal.town.text.fr]\n\"banner.refuse\" = \"Refuser\"",
        mend: "Write what the control does, or take the line out to have charte's own text.",
    }
    ANSWERS_ALIKE = ERROR {
        code: "answers-alike",
        title: "accepting and refusing have the same text",
        why: "Visitors cannot tell which button refuses: what they accept by mistake is no consent. Facebook was fined for a \
              button of refusal that was named after accepting.",
        source: "GDPR, article 4(11)", french: "CNIL, SAN-2021-024; loi Informatique et Libertés, article 82",
        weight: Weight::Law,
        example: "[portal.town.text.fr]\n\"banner.refuse\" = \"Tout accepter\"",
        passing: "[portal.town.text.fr]\n\"banner.refuse\" = \"Tout refuser\"",
        mend: "Write a text for each button that says what it does.",
    }
    REFUSAL_UNCLEAR = WARNING {
        code: "refusal-unclear",
        title: "the text for refusing has no word of refusal",
        why: "A text such as « Continuer » hides the refusal. Authorities have given notice for woolly words on this button.",
        source: "GDPR, article 4(11); EDPB, cookie banner taskforce, 17 January 2023",
        french: "CNIL, bandeaux cookies trompeurs, 12 décembre 2024; loi Informatique et Libertés, article 82",
        weight: Weight::Law,
        example: "[portal.town.text.fr]\n\"banner.refuse\" = \"Continuer\"",
        passing: "[portal.town.text.fr]\n\"banner.refuse\" = \"Continuer sans accepter\"",
        mend: "Write \"Tout refuser\", \"Continuer sans accepter\" or the like in the language of the text.",
    }
    TEXT_UNCHECKED = NOTE {
        code: "text-unchecked",
        title: "no speaker of the language has confirmed charte's texts",
        why: "The texts may say something else than what the law asks for, or read badly, and those who publish the \
              site answer for them.",
        example: "languages = [\"fr\", \"br\"]",
        mend: "Have the charter page and the banner read by a speaker, correct the texts in `texts/LANGUAGE.toml` of a \
               theme folder, and write `checked = true` there under `[language]`.",
    }
}
