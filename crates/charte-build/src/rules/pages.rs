//! The rules that a page can break, and what it uses.

use charte_core::legal::Topic;
use charte_core::rule::{DIRECTIVE, FRENCH_ACT, Weight};

charte_core::rules! {
    NOT_A_PAGE = WARNING {
        code: "not-a-page",
        title: "file named as a page whose content is none",
        why: "It is left alone: if a browser shows it as a page all the same, nothing in it is held.",
        example: "{ \"title\": \"data\" }  <!-- in a file page.html -->",
        mend: "Give it the name of what it is, or build the page that it makes.",
    }
    SERVER_CODE = WARNING {
        code: "server-code",
        title: "file with code for the server",
        why: "The page that visitors get is made after the build, so its third parties do not wait for consent and it \
              has no banner.",
        example: "<?php include 'header.php'; ?><p>…",
        mend: "Save the pages that the server sends as HTML and build those, or let it include parts that were built.",
    }
    FILE_TOO_LONG = WARNING {
        code: "file-too-long",
        title: "file of more than 64 MiB, which is not looked into",
        why: "Whom it contacts is not known, so neither is what visitors miss until they agree.",
        example: "<script src=\"bundle.js\"></script>  <!-- of 100 MiB -->",
        mend: "Split the file, or leave data out of it that pages can fetch when they need it.",
    }
    UNDECLARED = WARNING {
        code: "undeclared",
        title: "third party that the portal does not declare",
        why: "The charter does not name it. With `unknown = \"block\"` it waits and nobody can accept it; with \
              `unknown = \"allow\"` it loads without consent.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "<script src=\"https://stats.example.com/s.js\"></script>",
        mend: "Add it to `services`, describe it in a `[service.…]` of its own, or add its host to `allow` if it sets \
               nothing.",
    }
    SERVICE_UNUSED = NOTE {
        code: "service-unused",
        title: "service that visitors are asked about and that no page uses",
        why: "A banner for nothing costs visitors an answer, and the charter names a third party that gets no data. It is \
              reported only where no script or tag manager of the site could load it.",
        example: "services = [\"youtube\"]  # and no page has a video",
        mend: "Take it out of `services`, unless a part of the site that is not in `input` uses it.",
    }
    OTHER_MANAGER = WARNING {
        code: "other-manager",
        title: "another consent manager in the pages",
        why: "Visitors are asked twice, and an answer given to one is not known to the other.",
        example: "<script src=\"tarteaucitron/tarteaucitron.js\"></script>",
        mend: "Take its scripts and marks out: charte then holds back what it held.",
    }
    STARTS_IN_FILE = ERROR {
        code: "starts-in-file",
        title: "script file that contacts a third party by itself",
        why: "A page loads the file as one of the site's own, so the contact does not wait for an answer. Where the \
              browser's policy is in force it is refused instead, and this is only a note.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "var s = document.createElement('script');\n\
                  s.src = 'https://www.googletagmanager.com/gtag/js';\ndocument.head.append(s);",
        mend: "If the file does nothing else, add it to the service's `files`, so that pages load it only after \
               consent; or declare the third party.",
    }
}
