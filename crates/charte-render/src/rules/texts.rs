//! The rules that texts can break.

use charte_core::rule::Weight;

charte_core::rules! {
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
