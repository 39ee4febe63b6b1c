//! Three hundred pages of every kind, valid and broken, in many encodings: built twice they are the same, stripped they are
//! the originals.

use crate::site::Site;
use crate::tree::LINES;

/// Bodies that a parser may misread.
const BODIES: [&str; 12] = [
    "<p>Before <iframe src=\"https://www.arte.tv/embeds/x\"></iframe> after</p>",
    "<script src='https://stats.example.org/a.js' async></script><p>x",
    "<!-- <iframe src=\"https://www.arte.tv/embeds/x\"></iframe>",
    "<script>document.write('<iframe src=\"https://www.arte.tv/x\"><\\/iframe>')</script>",
    "<table><tr><td><img src=https://img.arte.tv/1.png><td></table>",
    "<textarea><script src=\"https://www.arte.tv/a.js\"></textarea></script>",
    "<svg><script href=\"https://www.arte.tv/a.js\"/><image href=\"https://img.arte.tv/a.png\"/></svg>",
    "<noscript><img src=\"https://img.arte.tv/1.png\"></noscript><footer></footer>",
    "<plaintext><iframe src=\"https://www.arte.tv/embeds/x\">",
    "<div data-charte-slot=\"charter\"></div>",
    "<iframe src=\"https://www.arte.tv/embeds/x",
    "<template data-charte=\"arte\"><script src=\"https://www.arte.tv/a.js\"></script></template>",
];

/// What stands before the body.
const HEADS: [&str; 5] = [
    "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>É</title></head><body>",
    "<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<title>x</title>\r\n</head>\r\n<body class=\"a\">\r\n",
    "<title>x</title>",
    "<html><body><main>",
    "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en-GB\"><head/><body>",
];

/// The page in one of five encodings, some of which cannot express its text.
fn encoded(page: &str, encoding: usize) -> Vec<u8> {
    match encoding {
        0 => page.as_bytes().to_vec(),
        1 => [b"\xef\xbb\xbf", page.as_bytes()].concat(),
        2 => page.chars().map(|c| c as u8).collect(),
        3 => page.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => [page.as_bytes(), b"\x00\xff\xfe\x80 &#xD800;"].concat(),
    }
}

#[test]
fn three_hundred_pages_are_restored_byte_for_byte() {
    let site = Site::new(LINES);
    for number in 0..300 {
        let (body, head, encoding) = (number % BODIES.len(), number / 12 % 5, number / 60);
        let tail = ["</body></html>\n", "", "</main></body></html><!-- end -->"][number % 3];
        let page = format!("{}{}{tail}", HEADS[head], BODIES[body]);
        site.write(format!("public/{encoding}/{head}/{number}.html"), encoded(&page, encoding));
    }
    let old = site.tree();
    let run = site.build();
    assert!(run.out.contains("arte ("), "{}", run.out);
    let (built, stamps) = (site.tree(), site.stamps());
    site.build();
    assert!(site.tree() == built && site.stamps() == stamps);
    // A build with another declaration over the built site equals its build of the original.
    let declare_another = || {
        site.declare("services = [\"umap\"]\n");
        site.edit("charte.toml", "data.example.fr", "example.fr/data");
    };
    declare_another();
    site.build();
    let over = site.tree();
    site.succeed("strip");
    site.declare(LINES);
    let differ: Vec<_> =
        old.iter().filter(|(path, thing)| site.tree().get(*path) != Some(*thing)).map(|(path, _)| path).collect();
    assert!(site.tree() == old, "not restored: {differ:?}");
    declare_another();
    site.build();
    assert!(site.tree() == over);
}
