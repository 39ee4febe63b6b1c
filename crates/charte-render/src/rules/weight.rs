//! The rules about what visitors see of an answer: contrast, prominence, size.

use charte_core::rule::Weight;

charte_core::rules! {
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
}
