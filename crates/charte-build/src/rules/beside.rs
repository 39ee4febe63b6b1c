//! The rules about files that stand beside pages and hold copies or fingerprints of them.

charte_core::rules! {
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
