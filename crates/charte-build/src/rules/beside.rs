//! The rules about files that stand beside pages, and about those that are in the way of an output.

charte_core::rules! {
    LINK_NOWHERE = WARNING {
        code: "link-nowhere",
        title: "link that leads nowhere",
        why: "Visitors get an error in its place. It stays as it is, since no page is reached through it; once its target is \
              there, that has to be built, too.",
        example: "public/docs -> ../gone",
        mend: "Mend its target, or remove it.",
    }
    NAME_CONTROL = ERROR {
        code: "name-control",
        title: "file name with a control character",
        why: "Such a character moves the cursor or changes colours where the name is printed, so that a message can be made to \
              say something else, and no address of a page has one.",
        example: "public/a\\u{1b}[2Jb.html",
        mend: "Rename the file; most likely the name is a mistake of the program that wrote it.",
    }
    OUTPUT_FOREIGN = ERROR {
        code: "output-foreign",
        title: "files of the output that charte did not write and would replace",
        why: "The output has files of the same names as the site, and no folder of charte's: somebody else may have written \
              them, and what they hold would be lost.",
        example: "output = \"dist\"  # dist/index.html is there, and dist/charte-cookies is not",
        mend: "Remove them if nobody needs them, or name another `output`.",
    }
    PACKED_ALONE = WARNING {
        code: "packed-alone",
        title: "page that is there in a compressed form alone",
        why: "Servers that send compressed files send it as a page. charte does not see a page that is not there \
              unpacked, so nothing in it is held.",
        example: "public/index.html.gz  # and no public/index.html",
        mend: "Unpack it beside the compressed file: charte then writes both anew.",
    }
    PRECACHE_UNREAD = ERROR {
        code: "precache-unread",
        title: "service worker's list of pages that cannot be read",
        why: "The list says by a revision which pages are new. Without the revision of the built page, visitors who have \
              been there before go on getting the page as it was: it contacts third parties before any consent, and has \
              no banner.",
        example: "workbox.precaching.precacheAndRoute([{ url: \"index.html\", revision: BUILD }]);",
        mend: "Let the tool that writes the list run after `charte build`, over the built site; or have it write each entry \
               with a plain `url` and `revision`.",
    }
}
