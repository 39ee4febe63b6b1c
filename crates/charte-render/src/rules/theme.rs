//! The rules that the declaration of a theme can break.

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
}
