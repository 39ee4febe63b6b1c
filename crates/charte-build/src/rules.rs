//! The rules that a built site and its folders can break, and every rule of charte.

pub(crate) mod beside;

use charte_core::diagnostic::Kind;
use charte_core::legal::Topic;
use charte_core::rule::{DIRECTIVE, FRENCH_ACT, Rule, Weight};

charte_core::rules! {
    FILE_SYSTEM = ERROR {
        kind: Kind::InputOutput,
        code: "file-system",
        title: "file or folder that cannot be read or written",
        why: "What cannot be read cannot be held, and what cannot be written leaves an older file in its place.",
        example: "input = \"public\"  # public/index.html may not be read",
        mend: "Give the user who builds the right to read the site and to write its output, and make room on the disk.",
    }
    INPUT_MISSING = ERROR {
        code: "input-missing",
        title: "folder of the built site that does not exist",
        why: "charte works on pages that are built already, and finds none.",
        example: "input = \"publik\"",
        mend: "Build the site first, or correct `input`, which starts from the folder of the declaration.",
    }
    NO_PAGES = ERROR {
        code: "no-pages",
        title: "site without a page of HTML",
        why: "Most likely `input` names another folder than the built site, whose pages would stay as they are.",
        example: "input = \"src\"",
        mend: "Build the site first, or correct `input`.",
    }
    IMPORT_UNKNOWN = ERROR {
        code: "import-unknown",
        title: "file that a first declaration cannot be made from",
        why: "Read are pages about cookies (HTML, Markdown or text: tables, lists, definitions) and the configurations of \
              consent tools. In any other file nothing would be found, and the declaration would seem complete.",
        example: "charte init --from logo.svg",
        mend: "Name the page about cookies, or a configuration of tarteaucitron, Klaro, Orejime, vanilla-cookieconsent or \
               c15t, or a cookie declaration of Cookiebot or OneTrust.",
    }
    IN_THE_WAY = ERROR {
        code: "in-the-way",
        title: "file or link where a folder has to be",
        why: "charte replaces no file by a folder, and never writes through a link, which could lead out of the site.",
        example: "output = \"dist\"  # dist is a file",
        mend: "Remove what stands there, or name another folder in the declaration.",
    }
    FOLDER_IN_THE_WAY = ERROR {
        code: "folder-in-the-way",
        title: "folder of the output where a file of the site goes",
        why: "charte deletes no folder that it did not write, so the file cannot be put there.",
        example: "output = \"dist\"  # dist/index.html is a folder",
        mend: "Remove that folder, or the whole output, and build again.",
    }
    FOLDER_NOT_OURS = ERROR {
        code: "folder-not-ours",
        title: "folder of charte's name that charte did not write",
        why: "charte's own files go there, and those that are no longer needed are deleted there: somebody's work \
              could be lost.",
        example: "folder = \"assets\"  # the site has a folder of that name",
        mend: "Move it away, or choose another name with `folder`.",
    }
    EARLIER_FOLDER = WARNING {
        code: "earlier-folder",
        title: "folder of charte's from before `folder` was renamed",
        why: "It is left out of the build and nobody keeps it up to date: where it stands in the published site, it \
              shows an old charter.",
        example: "folder = \"cookies\"  # the site still has charte-cookies",
        mend: "Remove it.",
    }
    READ_ONLY = ERROR {
        code: "read-only",
        title: "read-only page that a build in place has to change",
        why: "Without the change the page contacts third parties before consent, and the mark says that it must not be \
              changed.",
        example: "input = \"public\"  # no `output`, and public/index.html is read-only",
        mend: "Make the file writable, or build into an `output`.",
    }
    STALE_FILES = WARNING {
        code: "stale-files",
        title: "files of the output that the input no longer has",
        why: "They are published as long as they stand there, with the charter and the services of an earlier build.",
        example: "output = \"dist\"  # dist/old.html is no longer in the input",
        mend: "Remove what is left over, or the whole output, and build again.",
    }
    SPECIAL_FILE = WARNING {
        code: "special-file",
        title: "neither a file, a folder nor a link",
        why: "A pipe, a socket or a device has no content that could be carried over, so it is left out of the output.",
        example: "input = \"public\"  # public/pipe is a named pipe",
        mend: "Remove it from the built site.",
    }
    LINK_LEAVES_SITE = ERROR {
        code: "link-leaves-site",
        title: "link that leaves the site",
        why: "What it leads to is not looked at, so a page behind it would contact third parties without consent, and \
              a file that is not meant for the public could be published.",
        example: "input = \"public\"  # public/docs is a link to ../elsewhere",
        mend: "Put a copy of its target in its place, or remove it.",
    }
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
    HEADERS_UNREAD = WARNING {
        code: "headers-unread",
        title: "file of a host's settings that cannot be read",
        why: "Whether the site's server sends a content security policy, and whether that refuses charte's files, is \
              not known.",
        example: "{ \"headers\": [ }",
        mend: "Mend the file as its host's documentation has it.",
    }
    POLICY_LONG = WARNING {
        code: "policy-long",
        title: "policy longer than browsers and servers were observed to accept",
        why: "Its hosts are in one line of every page. Nobody knows what a browser makes of a longer one.",
        example: "allow = [\"a.example\", \"b.example\"]  # and 200 more",
        mend: "Allow fewer hosts: `*.example.org` in the place of its many subdomains.",
    }
    POLICY_REFUSES_SCRIPT = WARNING {
        code: "policy-refuses-script",
        title: "site's policy that refuses charte's inline script",
        why: "The script adds the policy that holds third parties until an answer; without it charte loads a file \
              instead, where the site's policy allows that.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'self'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_FILE = WARNING {
        code: "policy-refuses-file",
        title: "site's policy that refuses charte's script files",
        why: "The banner is such a file: nobody can be asked, or no choice is carried out, and what waits for consent \
              waits for ever.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'none'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_IMPORT = WARNING {
        code: "policy-refuses-import",
        title: "site's policy that refuses `import()` of charte's files",
        why: "Placeholders have no button, so that a single frame cannot be asked for, and a withdrawal deletes \
              nothing.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'nonce-x' 'strict-dynamic'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_RETURN = WARNING {
        code: "policy-refuses-return",
        title: "site's policy that refuses the call which brings a script back",
        why: "A held script is brought back by a short inline call in its place. Refused, it does not run even after a \
              yes.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'self' https://www.youtube.com\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_STYLE = WARNING {
        code: "policy-refuses-style",
        title: "site's policy that refuses charte's style sheet",
        why: "The documents that stand in for frames are shown without any style, and are hard to read.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"style-src 'none'\">",
        mend: "Add `'self'` to `style-src`, at the place that the finding names.",
    }
    POLICY_TRUSTED_TYPES = WARNING {
        code: "policy-trusted-types",
        title: "site's policy that requires Trusted Types",
        why: "Scripts that write into the page, and frames with a document of their own, come back as plain texts, \
              which such a policy refuses.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"require-trusted-types-for 'script'\">",
        mend: "Let charte make texts of its own as the finding says, or leave the requirement out where third parties \
               come back.",
    }
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

/// Every rule of charte's libraries: those of declarations, of themes, of pages, and of built sites.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let others =
        [charte_render::rules::ALL, charte_rewrite::page_rules::ALL, ALL, beside::ALL].into_iter().flatten().copied();
    charte_core::rules::all().chain(others)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::rules::all;

    #[test]
    fn each_rule_has_a_code_of_its_own_and_all_its_texts() {
        let mut codes = BTreeSet::new();
        for rule in all() {
            assert!(codes.insert(rule.code), "{} is there twice", rule.code);
            for text in [rule.code, rule.title, rule.why, rule.source, rule.example, rule.mend] {
                assert!(!text.trim().is_empty(), "{rule:#?}");
            }
            assert!(!rule.title.ends_with('.'), "{rule:#?}");
        }
    }
}
