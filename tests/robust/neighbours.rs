//! Files beside pages that hold copies or fingerprints of them: after a build they match the built pages, and a strip
//! restores the author's bytes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE, Thing, Tree, old_or_new};

/// As a generator packs: with the name of the file in it, which charte does not write.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::GzBuilder::new().filename("index.html").mtime(7).write(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 2, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params).unwrap();
    packed
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Uncompressed)
}

/// The unpacked content of a compressed file.
fn unpacked(path: &Path) -> Vec<u8> {
    let (packed, mut bytes) = (fs::read(path).unwrap(), Vec::new());
    match path.extension().unwrap().to_str().unwrap() {
        "gz" => flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap(),
        "br" => brotli::Decompressor::new(&*packed, 4096).read_to_end(&mut bytes).unwrap(),
        "zst" => ruzstd::decoding::StreamingDecoder::new(&*packed).unwrap().read_to_end(&mut bytes).unwrap(),
        other => panic!("{other}"),
    };
    bytes
}

fn write_packed(site: &Site, path: &str, bytes: &[u8]) {
    site.write(path, bytes);
    site.write(format!("{path}.gz"), gzip(bytes));
    site.write(format!("{path}.br"), brotli(bytes));
    site.write(format!("{path}.zst"), zstandard(bytes));
}

const MAP: &str = "<urlset>\n  <url><loc>https://data.example.fr/</loc></url>\n</urlset>\n";
const WORKER: &str = "precacheAndRoute([{url:\"index.html\",revision:\"a1\"},{url:\"a.js\",revision:\"b2\"}]);\n";

fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    write_packed(&site, "public/index.html", PAGE.as_bytes());
    write_packed(&site, "public/news/index.html", PAGE.replace("Before", "Avant").as_bytes());
    write_packed(&site, "public/a.js", b"1;\n");
    write_packed(&site, "public/sitemap.xml", MAP.as_bytes());
    write_packed(&site, "public/sw.js", WORKER.as_bytes());
    site
}

/// Every compressed file of a folder has the content of the file beside it.
fn agree(site: &Site, folder: &str) {
    let mut count = 0;
    for path in site.tree().keys().filter(|path| path.starts_with(folder)) {
        let is_packed = path.extension().is_some_and(|ending| ["gz", "br", "zst"].iter().any(|known| ending == *known));
        if is_packed && !path.components().any(|part| part.as_os_str() == ".kept") {
            let main = fs::read(site.path(path.with_extension(""))).unwrap();
            assert!(unpacked(&site.path(path)) == main, "{} is a copy of something else", path.display());
            count += 1;
        }
    }
    assert_eq!(count, 15);
}

/// The files of one folder of a tree, by their paths in it.
fn below(tree: &Tree, folder: &str) -> Tree {
    let inside = tree.iter().filter_map(|(path, thing)| Some((path.strip_prefix(folder).ok()?, thing)));
    inside.map(|(path, thing)| (path.to_owned(), thing.clone())).collect()
}

#[test]
fn compressed_copies_are_those_of_the_built_files_and_are_given_back() {
    for (lines, folder) in [(LINES, "public"), (INTO_OUTPUT, "dist")] {
        let site = town(lines);
        let old = site.tree();
        site.build();
        agree(&site, folder);
        assert!(
            site.read(format!("{folder}/sitemap.xml")).contains("<loc>https://data.example.fr/charte-cookies/</loc>")
        );
        let worker = site.read(format!("{folder}/sw.js"));
        assert!(!worker.contains("\"a1\"") && worker.contains("\"b2\""), "{worker}");
        // A script of the author's that no build changes keeps its compressed copies.
        assert!(fs::read(site.path(format!("{folder}/a.js.gz"))).unwrap() == gzip(b"1;\n"));
        let (built, stamps) = (site.tree(), site.stamps());
        site.build();
        assert!(site.tree() == built && site.stamps() == stamps, "{folder}: a second build changes something");
        // A build with another declaration over the built site equals its build of the original.
        let other = lines.replace("\"arte\"", "\"umap\", \"arte\"");
        site.declare(&other);
        site.build();
        agree(&site, folder);
        let fresh = town(&other);
        fresh.build();
        assert!(site.tree() == fresh.tree(), "{folder}: built over an earlier build it is another site");
        site.succeed("strip");
        assert!(below(&site.tree(), folder) == below(&old, "public"), "{folder} is not given back");
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let site = town(LINES);
    let old = site.tree();
    site.succeed("build --dry-run");
    assert!(site.tree() == old);
    site.build();
    let built = site.tree();
    site.succeed("strip --dry-run");
    assert!(site.tree() == built);
}

#[test]
fn what_a_generator_writes_over_a_build_is_the_original_from_then_on() {
    let site = town(LINES);
    site.build();
    let page = PAGE.replace("Before", "Après");
    write_packed(&site, "public/index.html", page.as_bytes());
    let copy = site.path("public/news/index.html.gz");
    // Packed by its author after the build: it is a copy of the built page, and stays.
    fs::write(&copy, gzip(&fs::read(site.path("public/news/index.html")).unwrap())).unwrap();
    let packed = fs::read(&copy).unwrap();
    site.build();
    agree(&site, "public");
    site.succeed("strip");
    assert_eq!(fs::read(site.path("public/index.html.gz")).unwrap(), gzip(page.as_bytes()));
    assert_ne!(fs::read(copy).unwrap(), packed);
}

#[test]
fn a_page_in_a_compressed_form_alone_is_reported() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    site.write("public/old.html.gz", gzip(PAGE.as_bytes()));
    let run = site.build();
    assert!(run.err.contains("warning[packed-alone]") && run.err.contains("public/old.html.gz"), "{}", run.err);
}

/// Many pages with copies, built in place with one declaration, then with another: killed at any moment, nothing of the
/// author's is lost.
#[test]
fn killed_between_two_builds_the_copies_can_still_be_given_back() {
    let site = Site::new(LINES);
    for number in 0..60 {
        let page = PAGE.replace("Before", &format!("{number} {}", "Il pleut. ".repeat(300)));
        site.write(format!("public/{number}.html"), &page);
        site.write(format!("public/{number}.html.gz"), gzip(page.as_bytes()));
    }
    let old = site.tree();
    site.build();
    let first = site.tree();
    let declare = |other: bool| {
        site.declare(&if other { LINES.replace("\"arte\"", "\"arte\", \"umap\"") } else { LINES.to_owned() });
    };
    declare(true);
    let start = Instant::now();
    site.build();
    let (whole, second) = (start.elapsed(), site.tree());
    for step in 1..10 {
        declare(step % 2 == 0);
        let (from, to) = if step % 2 == 0 { (&first, &second) } else { (&second, &first) };
        killed(&site, whole * step / 10);
        let ignored = |tree: &Tree| tree.clone().into_iter().filter(|(path, _)| !is_kept(path)).collect::<Tree>();
        old_or_new(&ignored(&site.tree()), &ignored(from), &ignored(to));
        if step == 5 {
            // Stripped as it was left.
            site.succeed("strip");
            declare(false);
            assert!(site.tree() == old, "strip does not restore what a killed build left");
        }
        declare(step % 2 == 0);
        site.build();
        assert!(site.tree() == *to, "death {step}: the next build gives another site");
    }
    declare(false);
    site.succeed("strip");
    assert!(site.tree() == old);
}

fn is_kept(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".kept") || path == Path::new("charte.toml")
}

fn killed(site: &Site, delay: Duration) {
    let mut child = site.command("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn originals_are_found_in_a_folder_of_an_earlier_name() {
    let site = town(LINES);
    let old = site.tree();
    site.build();
    site.declare(&format!("folder = \"cookies\"\n{LINES}"));
    site.build();
    agree(&site, "public");
    site.succeed("strip");
    fs::remove_dir_all(site.path("public/charte-cookies")).unwrap();
    let now = below(&site.tree(), "public");
    assert!(now == below(&old, "public"));
    assert!(
        now.values().all(|thing| matches!(thing, Thing::Bytes(_))) && now.contains_key(&PathBuf::from("index.html.gz"))
    );
}
