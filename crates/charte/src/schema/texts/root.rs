//! The tables of a declaration.

use super::note::{Note, WORDS, like, say, with};

pub(super) const NOTES: &[(&str, Note)] = &[
    ("", with("", &["version"])),
    ("version", like("Version of this format: 1.", &["1"])),
    ("site", say("What every portal inherits, unless it says otherwise.")),
    ("publisher", say("Who answers for the portals (GDPR, article 13).")),
    ("portal", say("The portals, each in a table of its own: `[portal.my-town]`.")),
    ("purpose", say("Purposes of your own beside the known ones, each in a table: `[purpose.comfort]`.")),
    ("purpose.*", with("", &["like", "title", "description"])),
    ("purpose.*.like", say("The known purpose that comes nearest: the law treats it like that.")),
    ("purpose.*.title", like("Its name, by language.", WORDS)),
    ("purpose.*.description", like("What its services are for, by language.", WORDS)),
    ("service", say("Services of your own, and changes to those of the catalogue: `[service.matomo]`.")),
    ("rules", say("The levels of rules. A lower one needs its `reason`, which every report repeats.")),
    ("rules.*", with("", &["level"])),
    ("rules.*.level", say("How grave a finding of this rule is.")),
    ("rules.*.reason", say("Why the rule does not count here, or counts less.")),
];
