//! The cases: what `cases.json` has, the site on disk, and what the real binary makes of it. It knows no browser.

use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use crate::engines::Engine;

/// A way to contact a third party, as `cases.json` has it. In all texts `$T` is the third party's host, `$P` the portal's, and
/// `$S` the port of a STUN server.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    /// The page's content, or the whole page when `wrap` is false.
    html: Option<Part>,
    #[serde(default)]
    head: String,
    #[serde(default)]
    page: String,
    wrap: Option<bool>,
    #[serde(default)]
    files: BTreeMap<String, Part>,
    #[serde(default)]
    toml: String,
    wait: Option<u64>,
    alt: Option<String>,
    #[serde(default)]
    leaves: bool,
}

/// A text, or bytes as the characters of the same numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Text(String),
    Bytes { bytes: String },
}

/// A case whose site is written and built.
pub(crate) struct Case {
    pub(crate) id: String,
    /// The author's site, and what charte made of it.
    pub(crate) source: PathBuf,
    pub(crate) built: PathBuf,
    pub(crate) is_refused: bool,
    /// The portal's host.
    pub(crate) portal: String,
    /// The path of the page to visit.
    pub(crate) page: String,
    /// The longest time until the contact, where that is long.
    pub(crate) wait: Option<Duration>,
    /// Whether the page navigates elsewhere by itself, which nothing can prevent.
    pub(crate) leaves: bool,
    /// The STUN servers that a page with WebRTC contacts.
    pub(crate) stun: Option<Stun>,
    third: String,
    alternative: Option<String>,
}

/// Datagrams name no host and may come late, when another page is visited: each engine has a site of its own, and the page as
/// written another server than the page as built.
pub(crate) struct Stun {
    pub(crate) source: UdpSocket,
    pub(crate) built: UdpSocket,
}

/// The smallest picture that browsers accept, whatever its name.
const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// All selected cases for each engine, their sites written into `folder` and built, on all processors.
pub(crate) fn all(folder: &Path, engines: &[Engine]) -> Vec<Vec<Arc<Case>>> {
    let mut written: Vec<Written> = serde_json::from_str(include_str!("cases.json")).unwrap();
    if let Ok(wanted) = std::env::var("CHARTE_ONLY") {
        written.retain(|case| wanted.split(',').any(|wanted| wanted == case.id));
    }
    let share = written.len().div_ceil(thread::available_parallelism().map_or(1, usize::from)).max(1);
    thread::scope(|scope| {
        let build =
            |cases: &[Written]| cases.iter().map(|case| Case::for_engines(case, engines, folder)).collect::<Vec<_>>();
        let builders: Vec<_> = written.chunks(share).map(|cases| scope.spawn(move || build(cases))).collect();
        let built: Vec<_> = builders.into_iter().flat_map(|builder| builder.join().unwrap()).collect();
        (0..engines.len()).map(|engine| built.iter().map(|cases| Arc::clone(&cases[engine])).collect()).collect()
    })
}

impl Case {
    /// One for each engine, the same one where none has a server of its own.
    fn for_engines(written: &Written, engines: &[Engine], folder: &Path) -> Vec<Arc<Self>> {
        if written.mentions("$S") {
            let folder = |engine| folder.join(format!("{engine:?}"));
            return engines.iter().map(|engine| Arc::new(Self::build(written, &folder(engine)))).collect();
        }
        let case = Arc::new(Self::build(written, folder));
        engines.iter().map(|_| Arc::clone(&case)).collect()
    }

    fn build(written: &Written, folder: &Path) -> Self {
        let (id, folder) = (written.id.to_lowercase(), folder.join(written.id.to_lowercase()));
        let case = Self {
            source: folder.join("in"),
            built: folder.join("out"),
            is_refused: false,
            // All below one domain: no engine starts a process for each.
            portal: format!("portal-{id}.portals.example"),
            third: format!("{id}.third.example"),
            page: written.page.clone(),
            wait: written.wait.map(Duration::from_millis),
            leaves: written.leaves,
            stun: written.mentions("$S").then(Stun::start),
            alternative: written.alt.clone(),
            id: written.id.clone(),
        };
        case.write(written, case.stun.as_ref().map(|stun| &stun.built));
        fs::write(folder.join("charte.toml"), case.manifest(&written.toml)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_charte"));
        command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
        command.args(["build", "-c"]).arg(folder.join("charte.toml"));
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        if let Some(stun) = &case.stun {
            case.write(written, Some(&stun.source));
        }
        Self { is_refused: !status.success(), ..case }
    }

    /// Writes the site. `stun`: the server that it contacts.
    fn write(&self, written: &Written, stun: Option<&UdpSocket>) {
        let port = stun.map_or(0, |socket| socket.local_addr().unwrap().port());
        let write = |name: &str, bytes: &[u8]| {
            let file = self.source.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        };
        write("index.html", b"<!doctype html><title>t</title><p>x");
        write("p.png", PIXEL);
        for (name, part) in &written.files {
            write(name, &self.bytes(part, port));
        }
        let page = if written.page.is_empty() { "index.html" } else { &written.page };
        match &written.html {
            Some(Part::Text(html)) if written.wrap != Some(false) => {
                let page_of = format!(
                    "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>t</title>{}</head>\
                     <body><h1>x</h1>{html}</body></html>",
                    written.head
                );
                write(page, self.fill(&page_of, port).as_bytes());
            }
            Some(part) => write(page, &self.bytes(part, port)),
            None => {}
        }
    }

    fn bytes(&self, part: &Part, port: u16) -> Vec<u8> {
        match part {
            Part::Text(text) => self.fill(text, port).into_bytes(),
            Part::Bytes { bytes } => bytes.chars().map(|character| u8::try_from(character).unwrap()).collect(),
        }
    }

    fn fill(&self, text: &str, port: u16) -> String {
        text.replace("$T", &self.third).replace("$P", &self.portal).replace("$S", &port.to_string())
    }

    fn manifest(&self, more: &str) -> String {
        // Lines that the environment adds to every portal, to try another form of the policy with the same cases.
        let everywhere = std::env::var("CHARTE_TOML").unwrap_or_default();
        format!(
            "version = 1\n\
             publisher = {{ name = \"Commune\", contact = \"m@example.fr\", dpo = \"d@example.fr\", public_body = true }}\n\
             [portal.p]\nname = \"P\"\nurl = \"https://{}\"\ninput = \"in\"\noutput = \"out\"\n\
             services = [\"youtube\", \"matomo\"]\nupdated = 2026-11-23\n{everywhere}\n{}\n\
             [service.matomo]\nhosts = [\"stats.third.example\"]\n",
            self.portal,
            self.fill(more, 0)
        )
    }

    /// Whether that host is the third party. A connection to an IP address has no name.
    pub(crate) fn is_third(&self, host: &str) -> bool {
        let below = host.strip_suffix(&self.third).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        below || self.alternative.as_ref().is_some_and(|part| host.is_empty() || host.contains(part.as_str()))
    }
}

impl Stun {
    fn start() -> Self {
        let socket = || {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            socket.set_nonblocking(true).unwrap();
            socket
        };
        Self { source: socket(), built: socket() }
    }
}

impl Written {
    /// Whether any text of it contains that.
    fn mentions(&self, text: &str) -> bool {
        let parts = self.html.iter().chain(self.files.values());
        parts.into_iter().any(|part| matches!(part, Part::Text(part) if part.contains(text)))
    }
}
