//! The rules for pages. Findings in a [`PageReport`](crate::PageReport) are made from them; `ALL` lists them.

use charte_core::rule::Weight;

charte_core::rules! {
    ENCODING_UNKNOWN = ERROR {
        code: "encoding-unknown",
        title: "page in an encoding that is not read",
        why: "In such an encoding the bytes of a tag do not read as a tag, so nothing in the page can be held until a \
              consent. The page is left alone.",
        example: "<meta charset=utf-7>",
        mend: "Write the page in UTF-8 and declare that.",
    }
    ENCODING_BROKEN = ERROR {
        code: "encoding-broken",
        title: "page in UTF-16 that is not whole",
        why: "A page that ends within a character, or holds half of a pair, cannot be written back byte for byte, so \
              it is left alone and nothing in it is held.",
        example: "<p>  <!-- UTF-16 whose last character lacks a byte -->",
        mend: "Build the page again, best in UTF-8.",
    }
    FOREIGN_MARKS = ERROR {
        code: "foreign-marks",
        title: "charte's own marks where no build puts them",
        why: "Taking out what an earlier build inserted could take out something of the author's too. The page is left \
              alone, and nothing in it is held.",
        example: "<p data-charte-built>",
        mend: "Take the attributes `data-charte-built` and `data-charte-held` out of the page's source, or build the \
               site anew where another tool has changed a page that charte had built.",
    }
    CANNOT_HOLD = WARNING {
        code: "cannot-hold",
        title: "markup too broken to hold elements in place",
        why: "The browser's policy refuses the third parties of this page instead: they are not contacted without \
              consent, but no placeholder stands where they would be.",
        example: "<div data-charte-slot=\"charter\"><svg></div>",
        mend: "Close elements, comments and attributes in the page in the order of their opening, as an HTML validator \
               asks for.",
    }
    CANNOT_GATE = ERROR {
        code: "cannot-gate",
        title: "nothing can be inserted into the page",
        why: "Not even the policy in the head could be taken out again without a change to the author's bytes, so the \
              page would contact third parties without consent.",
        example: "<!-- a page whose markup never closes",
        mend: "Mend the markup at the start of the page, as an HTML validator asks for.",
    }
    ENCODING_LATE = WARNING {
        code: "encoding-late",
        title: "declaration of the encoding too far down",
        why: "Browsers look for it in the first 1,024 bytes only, and what charte inserts before it pushes it beyond \
              them: letters with accents may come out wrong.",
        source: "HTML Standard, section 4.2.5.4",
        weight: Weight::Specification,
        example: "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>\n<!-- 900 bytes -->\n<meta charset=\"\">",
        mend: "Name the encoding, and make `<meta charset=utf-8>` the first element of the head.",
    }
    THEME_NOT_WHOLE = ERROR {
        code: "theme-not-whole",
        title: "piece of a theme that is not whole HTML",
        why: "A piece with an element left open, or without charte's mark on its outermost elements, cannot be taken \
              out of the page again. It is left out, and visitors lack what it shows.",
        example: "<p data-charte-built>Cookies",
        mend: "Close each element in the template, and keep the attribute `data-charte-built` that the base theme's \
               template has.",
    }
    SLOT_IGNORED = WARNING {
        code: "slot-ignored",
        title: "slot that the charter does not go into",
        why: "A page shows the charter once, in its first slot. An element without content, a media element and text \
              that is no markup cannot hold it.",
        example: "<div data-charte-slot=\"charter\"></div>\n<div data-charte-slot=\"charter\"></div>",
        mend: "Keep one slot in the page, on a plain element such as `<div>`.",
    }
    SLOT_UNKNOWN = WARNING {
        code: "slot-unknown",
        title: "slot of an unknown name",
        why: "The element stays as its author wrote it, and visitors do not see there what it was meant to show.",
        example: "<div data-charte-slot=\"cookies\"></div>",
        mend: "Write `data-charte-slot=\"charter\"`.",
    }
    WAITS_FOR_EVER = WARNING {
        code: "waits-for-ever",
        title: "container that waits for a service nobody is asked about",
        why: "What its author enclosed comes back when the visitor agrees to the service. For an exempt service, or \
              one that the portal does not list, there is no such answer.",
        example: "<template data-charte=\"not-in-services\"><script src=\"/map.js\"></script></template>",
        mend: "List the service in the portal's `services`, correct its name, or take the container away where the \
               service is exempt.",
    }
}
