//! The rules about contacts that no attribute of an element makes.

use charte_core::legal::Topic;
use charte_core::rule::{DIRECTIVE, FRENCH_ACT, Weight};

charte_core::rules! {
    IMPORT_REFUSED = WARNING {
        code: "import-refused",
        title: "script file that imports a third party's script",
        why: "A module runs only once all of its imports are there: as the browser refuses one until consent, nothing \
              of the file works before that.",
        example: "import 'https://cdn.example.com/map.js';",
        mend: "Serve a copy of the imported script yourself.",
    }
    THIRD_PARTY_IN_FILE = WARNING {
        code: "third-party-in-file",
        title: "script file that may contact a third party",
        why: "It holds the address, and whether and when it uses it cannot be told. Without a policy nothing makes the \
              contact wait; with one, a third party that is not declared stays refused.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "fetch('https://api.example.com/count');",
        mend: "Declare the third party if the site needs it, and make the script wait for the event `charte:choice`.",
    }
    WAITS_IN_STYLESHEET = NOTE {
        code: "waits-in-stylesheet",
        title: "style sheet that asks a service for a file",
        why: "The file comes only once the visitor agrees to the service: until then the page shows another font, or \
              no picture.",
        example: "@font-face { font-family: A; src: url(https://fonts.gstatic.com/s/a.woff2) }",
        mend: "Serve the file yourself, and it is there from the start.",
    }
    LOADS_IN_STYLESHEET = ERROR {
        code: "loads-in-stylesheet",
        title: "style sheet that asks a service for a file before consent",
        why: "With `unknown = \"allow\"` pages have no policy that refuses it, and what a style sheet fetches cannot \
              be held in any other way.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "@import url(https://fonts.googleapis.com/css2?family=A);",
        mend: "Serve the file yourself, or write `unknown = \"block\"`.",
    }
    WEBRTC_CONTACTS = WARNING {
        code: "webrtc-contacts",
        title: "script file that connects by WebRTC",
        why: "No policy of a page stops such connections, so the third party learns the visitor's address without \
              consent.",
        example: "new RTCPeerConnection({ iceServers: [{ urls: 'stun:stun.example.com' }] });",
        mend: "Connect only after the visitor has agreed (event `charte:choice`), or use a server of your own.",
    }
    SPECULATION_CONTACTS = WARNING {
        code: "speculation-contacts",
        title: "speculation rules that lead to third parties",
        why: "Browsers fetch ahead what the rules name, before anybody follows a link, and no policy of a page stops \
              that.",
        example: "{ \"prefetch\": [{ \"urls\": [\"https://shop.example.com/\"] }] }",
        mend: "Write rules for pages of the site alone: `\"href_matches\": \"/*\"`.",
    }
    WORKER_CONTACTS = WARNING {
        code: "worker-contacts",
        title: "worker that contacts third parties, or may",
        why: "A worker has a policy of its own, so a page cannot hold what it contacts: the browser does not start it \
              on any page before a consent, and what needs it does not work until then.",
        example: "importScripts('https://cdn.example.com/sw.js');",
        mend: "Bundle what it imports into files of the site, under names that stand in it, or declare the services \
               that it contacts.",
    }
    DOCUMENT_CONTACTS = WARNING {
        code: "document-contacts",
        title: "document that contacts third parties when it is shown",
        why: "It is no page, has no policy and can ask nobody: what is seen to contact somebody is switched off in it, \
              whatever a visitor accepts.",
        example: "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://img.example.com/a.png\"/></svg>",
        mend: "Put what it fetches into it, or beside it on the portal.",
    }
    HEADER_CONTACTS = WARNING {
        code: "header-contacts",
        title: "header that has browsers contact a third party",
        why: "Browsers act on it before they read the page, or report to it later: nothing in a page can hold that.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "/*\n  Link: <https://fonts.gstatic.com>; rel=preconnect",
        mend: "Take the header out of the host's settings, or serve what it leads to yourself.",
    }
    PATH_LEAVES_SITE = WARNING {
        code: "path-leaves-site",
        title: "path of the site that a third party's server answers",
        why: "The host passes the request on, with the visitor's address and the site's cookies. Browsers and the \
              page's policy see an address of the site's own, so that it loads before consent.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "/stats/*  https://plausible.io/:splat  200",
        mend: "Write the path in `files` of the service that answers, and what pages load from there waits; or take \
               the rule out of the host's settings.",
    }
    HEADERS_UNREAD = WARNING {
        code: "headers-unread",
        title: "file of a host's settings that cannot be read",
        why: "Whether the site's server sends a content security policy, and whether that refuses charte's files, is \
              not known.",
        example: "{ \"headers\": [ }",
        mend: "Mend the file as its host's documentation has it.",
    }
}
