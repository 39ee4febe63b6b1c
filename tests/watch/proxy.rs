//! `--proxy` with real development servers.

mod difficult;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use charte_browser::{Chromium, Page};

use crate::serve::port;
use crate::site::Site;
use crate::watcher::{LIMIT, LINES, Watcher, page, until};

const ROOT: &str = "document.querySelector('charte-banner').shadowRoot";

/// The folder where the servers are installed.
fn servers() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let status = Command::new(root.join("tests/watch/fetch")).status().unwrap();
        assert!(status.success(), "tests/watch/fetch failed");
        fs::canonicalize(root.join("target/servers")).unwrap()
    })
}

/// A development server. Dropping it ends it and its child processes.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Runs a program; `PORT` in its arguments stands for a free port.
    fn start(site: &Site, program: &str, arguments: &str) -> Server {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new(servers().join(program));
        command.args(arguments.replace("PORT", &port.to_string()).split_whitespace()).current_dir(site.root());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Server { child: command.spawn().unwrap(), port };
        until(&format!("{program} answers"), || TcpStream::connect(("127.0.0.1", port)).is_ok());
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn before(site: &Site, upstream: u16) -> (Watcher, Page, String) {
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let address = format!("http://127.0.0.1:{}", port(&watcher));
    watcher.expect("Watching");
    (watcher, Chromium::shared().direct().unwrap().page().unwrap(), address)
}

fn wait(page: &Page, expression: &str) {
    page.wait_for(expression, LIMIT).unwrap_or_else(|error| {
        panic!("{error}\n{}", page.evaluate("document.documentElement.outerHTML").unwrap());
    });
}

/// Writes a file until the page shows it: a server that has just started may not watch its folder yet.
fn write_until_shown(site: &Site, page: &Page, file: &str, text: &str, expression: &str) {
    until(&format!("the page shows the new {file}"), || {
        site.write(file, text);
        page.wait_for(expression, Duration::from_secs(3)).is_ok()
    });
}

/// What must hold for each server: banner and gating are added, texts change in place, and the server's own reload works.
fn works(site: &Site, server: &Server, (source, old, new): (&str, &str, &str)) {
    let (_watcher, page, address) = before(site, server.port);
    page.goto(&format!("{address}/")).unwrap();
    wait(&page, &format!("document.body.textContent.includes('{old}') && {ROOT}.querySelector('.banner')"));
    wait(
        &page,
        "document.querySelector('iframe[data-charte-held=arte]')?.contentDocument.querySelector('[data-charte-accept]')",
    );
    page.evaluate("window.isMarked = true").unwrap();
    site.declare(&format!("{LINES}[portal.town.text.fr]\n\"banner.title\" = \"Mandataire\"\n"));
    wait(&page, &format!("{ROOT}.querySelector('.banner h2').textContent === 'Mandataire'"));
    assert_eq!(page.evaluate("isMarked").unwrap(), true);
    let shows = format!(
        "document.body?.textContent.includes('{new}') && document.querySelector('iframe[data-charte-held=arte]')"
    );
    write_until_shown(site, &page, source, &site.read(source).replace(old, new), &shows);
    page.goto(&format!("{address}/charte-cookies/")).unwrap();
    wait(&page, "document.querySelector('.charte-charter')");
}

#[test]
fn vite() {
    let site = Site::new(LINES);
    site.write(
        "index.html",
        page("first words").replace("</body>", "<script type=module src=\"/main.js\"></script></body>"),
    );
    site.write("main.js", "import './style.css'; document.body.dataset.ran = 'yes';");
    site.write("style.css", "p { color: rgb(1, 2, 3) }");
    let server = Server::start(&site, "node_modules/.bin/vite", "--host 127.0.0.1 --port PORT --strictPort");
    works(&site, &server, ("index.html", "first words", "other words"));
    // Styles arrive over its websocket, without a reload.
    let (_watcher, page, address) = before(&Site::new(LINES), server.port);
    page.goto(&format!("{address}/")).unwrap();
    wait(&page, "getComputedStyle(document.querySelector('main p')).color === 'rgb(1, 2, 3)'");
    page.evaluate("window.isMarked = true").unwrap();
    let shows = "getComputedStyle(document.querySelector('main p')).color === 'rgb(3, 2, 1)'";
    write_until_shown(&site, &page, "style.css", "p { color: rgb(3, 2, 1) }", shows);
    assert_eq!(page.evaluate("isMarked").unwrap(), true);
}

#[test]
fn eleventy() {
    let site = Site::new(LINES);
    site.write("index.html", page("first words"));
    let server = Server::start(&site, "node_modules/.bin/eleventy", "--serve --quiet --port=PORT");
    works(&site, &server, ("index.html", "first words", "other words"));
}

#[test]
fn mkdocs() {
    let site = Site::new(LINES);
    site.write("mkdocs.yml", "site_name: Essai\n");
    site.write("docs/index.md", "# first words\n\n<iframe src=\"https://www.arte.tv/embeds/x\"></iframe>\n");
    let server = Server::start(&site, "python/bin/mkdocs", "serve --quiet --livereload -a 127.0.0.1:PORT");
    works(&site, &server, ("docs/index.md", "first words", "other words"));
}
