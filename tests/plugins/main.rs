//! The plugins of `plugins` in their real hosts, and the packages that bring the binary: `cargo test --workspace --test plugins`.
//! Vite, Eleventy, Hexo, MkDocs and mdBook always, Jekyll with `-- --include-ignored`; `CHARTE_ONLY=astro,nuxt` (or `all`) also
//! tries those of the generators that `tests/generators/fetch --all` has installed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop")]

mod generators;
mod host;
mod packages;

use host::{Host, installed, root};

/// A page with something that waits, and something that nobody declared.
const EMBED: &str = "<iframe src=\"https://www.arte.tv/embeds/x\" title=\"Film\"></iframe>";
const STRANGE: &str = "<img src=\"https://img.example/x.png\" alt=\"\">";

fn page() -> String {
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<title>x</title>\n</head>\n<body>\n{EMBED}\n{STRANGE}\n</body>\n</html>\n"
    )
}

/// What every plugin must do: build what its host has written, show warnings, and fail with the place of what is wrong.
fn builds(host: &Host, program: &str, arguments: &str, output: &str) {
    let run = host.run(program, arguments);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(host.read(output).contains("data-charte-held=\"arte\""), "{}", host.read(output));
    assert!(run.said.contains("img.example is not declared"), "{}", run.said);
    host.edit("charte.toml", "\"arte\"", "\"arrte\"");
    let run = host.run(program, arguments);
    assert!(run.code.is_some_and(|code| code != 0), "{:?} {}", run.code, run.said);
    for part in ["charte.toml:", "unknown-service", "did you mean `arte`?"] {
        assert!(run.said.contains(part), "{part}: {}", run.said);
    }
    host.edit("charte.toml", "\"arrte\"", "\"arte\"");
    let run = host.run(program, arguments);
    assert_eq!(run.code, Some(0), "{}", run.said);
}

/// The pages of a development server are shown with everything added, and what shows them ends with it, however that ends.
fn shows(host: &Host, program: &str, arguments: &str) {
    let mut server = host.start(program, arguments);
    let port = server.port_after("Serving at http://127.0.0.1:");
    let page = host::get(port, "/").expect("an answer");
    assert!(page.contains("data-charte-held=\"arte\"") && page.contains("__charte/live.js"), "{page}");
    server.kill();
    host::until("charte has ended, too", || host::get(port, "/").is_none());
}

fn vite() -> Host {
    let host = Host::new("dist");
    host.link_modules(&installed("target/servers/node_modules"));
    host.write("index.html", page());
    host.write("vite.config.mjs", "import charte from 'charte/vite';\nexport default { plugins: [charte()] };\n");
    host
}

#[test]
fn vite_builds() {
    let host = vite();
    builds(&host, "node_modules/.bin/vite", "build", "dist/index.html");
    // What it writes elsewhere would be published as it came.
    host.write("public/old.html", page());
    host.edit("charte.toml", "\"dist\"", "\"public\"");
    let run = host.run("node_modules/.bin/vite", "build");
    assert_eq!(run.code, Some(1), "{}", run.said);
    assert!(run.said.contains("are not built: no portal of the declaration has that folder"), "{}", run.said);
}

#[test]
fn vite_serves() {
    shows(&vite(), "node_modules/.bin/vite", "--host 127.0.0.1 --port PORT --strictPort");
}

#[test]
fn eleventy_builds() {
    let host = Host::new("_site");
    host.link_modules(&installed("target/servers/node_modules"));
    host.write("index.html", page());
    let config =
        "import charte from 'charte/eleventy';\nexport default (eleventy) => { eleventy.addPlugin(charte); };\n";
    host.write("eleventy.config.mjs", config);
    builds(&host, "node_modules/.bin/eleventy", "--quiet", "_site/index.html");
}

fn mkdocs() -> Host {
    let host = Host::new("site");
    host.install_wheel();
    host.write("mkdocs.yml", "site_name: Essai\nplugins: [charte]\n");
    host.write("docs/index.md", format!("# x\n\n{EMBED}\n{STRANGE}\n"));
    host
}

#[test]
fn mkdocs_builds() {
    let host = mkdocs();
    let program = installed("target/servers/python/bin/mkdocs");
    let program = program.to_str().unwrap();
    builds(&host, program, "build", "site/index.html");
    let run = host.run(program, "build --strict");
    assert_eq!(run.code, Some(1), "warnings count: {}", run.said);
}

#[test]
fn mkdocs_serves() {
    let program = installed("target/servers/python/bin/mkdocs");
    shows(&mkdocs(), program.to_str().unwrap(), "serve -a 127.0.0.1:PORT");
}

#[test]
fn hexo_builds() {
    let host = Host::new("public");
    host.link_modules(&installed("target/hosts/hexo/node_modules"));
    host.write("package.json", "{ \"private\": true, \"hexo\": {}, \"dependencies\": { \"hexo\": \"7\" } }\n");
    host.write("_config.yml", "title: Essai\nurl: https://data.example.fr\nskip_render: '*.html'\ntheme: plain\n");
    host.write("themes/plain/layout/index.ejs", "");
    host.write("source/index.html", page());
    host.write("scripts/charte.js", "require('charte/hexo').default(hexo);\n");
    builds(&host, "node_modules/.bin/hexo", "generate --force", "public/index.html");
}

#[test]
#[ignore = "needs Jekyll: `cargo test --workspace --test plugins -- --include-ignored`"]
fn jekyll_builds() {
    let host = Host::new("_site");
    let plugin = format!("require '{}'\n", root().join("plugins/ruby/lib/charte.rb").display());
    host.write(
        "_plugins/charte.rb",
        format!("$LOAD_PATH.unshift '{}'\n{plugin}", root().join("plugins/ruby/lib").display()),
    );
    host.write("_config.yml", "title: Essai\nexclude: [charte.toml]\n");
    host.write("index.html", page());
    builds(&host, "jekyll", "build", "_site/index.html");
    assert!(host.path("_site/charte-cookies/.charte").is_file(), "the folder of the build before stays");
}

#[test]
fn mdbook_builds() {
    let host = Host::new("book/html");
    let charte = env!("CARGO_BIN_EXE_charte");
    let lines = std::fs::read_to_string(root().join("plugins/mdbook/README.md")).unwrap();
    let lines = lines.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    // The lines of its README, with the binary of this test.
    let lines = lines.replace("\"charte build", &format!("\"{charte} build"));
    host.write("book.toml", format!("[book]\ntitle = \"Essai\"\nlanguage = \"fr\"\n\n{lines}"));
    host.write("src/SUMMARY.md", "# Summary\n\n- [Un](un.md)\n");
    host.write("src/un.md", format!("# Un\n\n{EMBED}\n{STRANGE}\n"));
    builds(&host, installed("target/hosts/python/bin/mdbook").to_str().unwrap(), "build", "book/html/un.html");
}
