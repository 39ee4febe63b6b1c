//! What the site's servers send, as far as files beside the site say so: policies, and what headers have browsers contact. Which paths others answer they say, too. The files are `_headers` (Netlify, Cloudflare), `_redirects` (Netlify),
//! `netlify.toml`, `vercel.json`, `staticwebapp.config.json` (Azure), `.htaccess` (Apache). It reads and never writes.

mod contacts;
mod headers;
mod lines;
mod pattern;
mod proxied;
mod tables;

#[cfg(test)]
mod tests;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::Diagnostic;

use crate::csp::files::contacts::Contact;
use crate::csp::files::headers::{Headers, UNREAD_HELP};
pub(crate) use crate::csp::files::proxied::Proxied;
use crate::csp::policies::Policies;
use crate::rules;

/// The policies of all files together: a site has one server, and the files do not say which.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Server {
    files: Vec<Headers>,
    /// Warnings about files that could not be read, wholly or in part.
    pub findings: Vec<Diagnostic>,
}

type Reader = fn(&str, &str, &mut Vec<Diagnostic>) -> Headers;

/// Files at the root of the site.
const OF_SITE: [(&str, Reader); 6] = [
    ("_headers", lines::headers),
    ("_redirects", lines::redirects),
    ("netlify.toml", tables::netlify),
    ("vercel.json", tables::vercel),
    ("staticwebapp.config.json", tables::azure),
    (".htaccess", lines::htaccess),
];

/// Of them, those that stand in the project's folder as well.
const OF_PROJECT: [&str; 3] = ["netlify.toml", "vercel.json", "staticwebapp.config.json"];

/// Reads the files at the root of the built site, in the folder around it, and in that of the manifest.
pub(crate) fn read(site: &Path, manifest: &Path) -> Server {
    let mut server = Server::default();
    for (path, reader) in files(site, manifest) {
        server.add(&path, reader);
    }
    server
}

/// The files that [`read`] reads, where they are there.
pub(crate) fn paths(site: &Path, manifest: &Path) -> Vec<PathBuf> {
    files(site, manifest).into_iter().map(|(path, _)| path).collect()
}

fn files(site: &Path, manifest: &Path) -> Vec<(PathBuf, Reader)> {
    let around = site.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut folders = vec![site];
    for folder in around.into_iter().chain([manifest]) {
        if !folders.iter().any(|known| same(known, folder)) {
            folders.push(folder);
        }
    }
    let of = |folder: &&Path| {
        let (folder, is_site) = (*folder, *folder == site);
        let named = OF_SITE.iter().filter(move |(name, _)| is_site || OF_PROJECT.contains(name));
        named.map(move |(name, reader)| (folder.join(name), *reader)).collect::<Vec<_>>()
    };
    folders.iter().flat_map(of).collect()
}

fn same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|real_one| real(other) == Some(real_one))
}

impl Server {
    fn add(&mut self, path: &Path, reader: Reader) {
        let name = path.display().to_string();
        match fs::read(path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let headers = reader(&name, text.trim_start_matches('\u{feff}'), &mut self.findings);
                self.files.push(headers);
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => {
                let finding = rules::contacts::HEADERS_UNREAD.finding(format!("cannot read it: {error}")).path(name);
                self.findings.push(finding.help(UNREAD_HELP));
            }
        }
    }

    /// What headers have browsers contact.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.files.iter().flat_map(|file| &file.contacts)
    }

    /// The paths of the site that other servers answer.
    pub(crate) fn proxied(&self) -> impl Iterator<Item = &Proxied> {
        self.files.iter().flat_map(|file| &file.proxied)
    }

    /// The policies that are sent with the page at this path of the site. `/fr/index.html` has the address `/fr/` as
    /// well, and `/fr/page.html` on some servers `/fr/page`.
    pub(crate) fn for_path(&self, path: &str) -> Policies {
        let mut paths = vec![path];
        if let Some(folder) = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
            paths.push(folder);
        }
        paths.extend(path.strip_suffix(".html"));
        let mut policies = Policies::default();
        for file in &self.files {
            policies.extend(&file.for_path(&paths));
        }
        policies
    }
}
