//! The rules that files and folders can break.

use charte_core::diagnostic::Kind;

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
}
