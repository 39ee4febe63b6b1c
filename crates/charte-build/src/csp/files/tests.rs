use std::fs;

use charte_core::diagnostic::Diagnostic;
use tempfile::TempDir;

use crate::csp::files::pattern::Pattern;
use crate::csp::files::*;
use crate::csp::{Need, Obstacle, Ours, Policies};

/// A site with these files; `../` is the folder around it.
fn site(files: &[(&str, &str)]) -> (TempDir, Server) {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("site");
    fs::create_dir(&root).unwrap();
    for (name, text) in files {
        fs::write(root.join(name), text).unwrap();
    }
    let server = read(&root, folder.path());
    (folder, server)
}

/// Where the policies that refuse charte's script file stand: file name, line and what is marked in it.
fn refusals(policies: &Policies) -> Vec<(String, usize, String)> {
    let folder = url::Url::parse("https://www.site.test/charte-cookies/").unwrap();
    let judgement = policies.judge(&Ours { folder: &folder, inline: "", run: "", is_first: true });
    let mark = |Obstacle { place, .. }: &Obstacle| {
        let name = Path::new(&place.file).file_name().unwrap().to_str().unwrap().to_string();
        (name, place.line, place.excerpt[place.range.clone()].to_string())
    };
    judgement.of(Need::File).map(mark).collect()
}

/// The lines of the policies for a path.
fn lines_for(server: &Server, path: &str) -> Vec<usize> {
    refusals(&server.for_path(path)).into_iter().map(|(_, line, _)| line).collect()
}

#[test]
fn a_site_without_such_files_has_no_policy() {
    let (_folder, server) = site(&[("index.html", "<p>")]);
    assert!(server.findings.is_empty() && server.for_path("/index.html").is_empty());
}

#[test]
fn headers_of_every_rule_that_fits_are_sent() {
    let text = "# ours\n/*\n  X-Frame-Options: DENY\n  content-security-policy : script-src a.test\n\n\
        /fr/*\n\tContent-Security-Policy: script-src b.test\n\
        /:language/contact\n  Content-Security-Policy: script-src c.test\n\
        https://www.site.test/en/\n  # none\n  Content-Security-Policy: script-src d.test\n\
        /new\n  ! Content-Security-Policy\n  Content-Security-Policy-Report-Only: script-src e.test\n";
    let (_folder, server) = site(&[("_headers", text)]);
    assert_eq!(lines_for(&server, "/index.html"), [4]);
    assert_eq!(lines_for(&server, "/fr/index.html"), [4, 7]);
    assert_eq!(lines_for(&server, "/fr/contact.html"), [4, 7, 9]);
    assert_eq!(lines_for(&server, "/en/contact/index.html"), [4, 9]);
    assert_eq!(lines_for(&server, "/en/index.html"), [4, 12]);
    assert_eq!(lines_for(&server, "/new.html"), [0_usize; 0]);
    let refused = refusals(&server.for_path("/"));
    assert_eq!(refused, [("_headers".into(), 4, "script-src a.test".into())]);
}

#[test]
fn netlify_s_table_may_stand_around_the_site() {
    let text = "[build]\npublish = \"site\"\n[[headers]]\nfor = \"/*\"\n[headers.values]\nX = \"1\"\n\
        CONTENT-SECURITY-POLICY = '''\ndefault-src 'none';\n'''\n[[headers]]\nfor = \"/fr/*\"\n\
        [headers.values]\nContent-Security-Policy = [\"script-src b.test\", \"script-src c.test\"]\n";
    let (_folder, server) = site(&[("../netlify.toml", text)]);
    assert_eq!(lines_for(&server, "/index.html"), [7]);
    assert_eq!(lines_for(&server, "/fr/a.html"), [7, 13, 13]);
    let (_folder, twice) = site(&[("../netlify.toml", text), ("netlify.toml", "[[headers]\n")]);
    let codes: Vec<_> = twice.findings.iter().map(|finding| (finding.code, finding.place.is_some())).collect();
    assert_eq!(codes, [("headers-unread", true)]);
    assert_eq!(lines_for(&twice, "/index.html"), [7]);
}

#[test]
fn of_vercel_s_rules_the_last_is_sent() {
    let text = r#"{
  "headers": [
    { "source": "/(.*)", "headers": [
      { "key": "X-Content-Type-Options", "value": "nosniff" },
      { "key": "content-security-policy", "value": "script-src a.test; img-src \"x\"" } ] },
    { "source": "/blog/:slug(\\d+)", "headers": [
      { "key": "Content-Security-Policy", "value": "script-src b.test" } ] },
    { "source": "/docs/:path*", "headers": [
      { "key": "Content-Security-Policy", "value": "script-src c.test" } ] }
  ]
}"#;
    let (_folder, server) = site(&[("vercel.json", text)]);
    assert_eq!(lines_for(&server, "/index.html"), [5]);
    assert_eq!(lines_for(&server, "/blog/12.html"), [7]);
    assert_eq!(lines_for(&server, "/blog/a.html"), [5]);
    assert_eq!(lines_for(&server, "/docs/index.html"), [9]);
    assert_eq!(lines_for(&server, "/docs/a/b.html"), [9]);
    let with_condition = text.replacen("\"source\": \"/docs", "\"has\": [], \"source\": \"/docs", 1);
    let (_folder, server) = site(&[("vercel.json", &with_condition)]);
    assert_eq!(lines_for(&server, "/docs/index.html"), [5, 9]);
}

#[test]
fn an_azure_route_overrides_what_is_for_all() {
    let text = r#"{
  "globalHeaders": { "content-security-policy": "script-src a.test" },
  "routes": [
    { "route": "/api/*", "allowedRoles": ["admin"] },
    { "route": "/fr/*.{html,htm}", "headers": { "Content-Security-Policy": "script-src b.test" } },
    { "route": "/fr*", "headers": { "Content-Security-Policy": "script-src c.test" } },
    { "route": "/*", "headers": { "Content-Security-Policy": "script-src d.test" } }
  ]
}"#;
    let (_folder, server) = site(&[("staticwebapp.config.json", text)]);
    assert_eq!(lines_for(&server, "/api/doc.html"), [2]);
    assert_eq!(lines_for(&server, "/fr/a.html"), [5]);
    assert_eq!(lines_for(&server, "/france.html"), [6]);
    assert_eq!(lines_for(&server, "/en/a.html"), [7]);
}

#[test]
fn apache_s_sections_are_taken_as_meant_for_every_page() {
    let text = "# Header set Content-Security-Policy \"script-src z.test\"\n\
        Header always set X-Frame-Options DENY\n<IfModule mod_headers.c>\n\
        \theader Always Set content-security-policy \"script-src \\\"a.test\\\"\"\n</IfModule>\n\
        <FilesMatch \"\\.html$\">\nHeader append Content-Security-Policy: 'script-src b.test' env=X\n\
        Header unset Content-Security-Policy\n</FilesMatch>\n\
        Header add Content-Security-Policy \"script-src \\\n c.test\"\n";
    let (_folder, server) = site(&[(".htaccess", text)]);
    assert_eq!(lines_for(&server, "/index.html"), [4, 7, 10]);
    let (_folder, server) = site(&[(".htaccess", &format!("{text}Header unset Content-Security-Policy\n"))]);
    assert_eq!(lines_for(&server, "/index.html"), [0_usize; 0]);
}

#[test]
fn a_file_that_cannot_be_read_is_a_warning_at_its_place() {
    let (_folder, server) = site(&[("vercel.json", "{\n  \"headers\": [,]\n}"), ("staticwebapp.config.json", "")]);
    let [vercel, azure] = server.findings.as_slice() else { panic!("{:?}", server.findings) };
    assert_eq!(vercel.place.as_ref().map(|place| (place.line, place.column)), Some((2, 15)));
    assert!(azure.place.is_some() && [vercel, azure].iter().all(|finding| finding.code == "headers-unread"));
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("_headers")).unwrap();
    let Diagnostic { code, path, .. } = read(folder.path(), folder.path()).findings.remove(0);
    assert!(code == "headers-unread" && path.is_some_and(|path| path.ends_with("_headers")));
}

#[test]
fn what_cannot_be_understood_of_a_pattern_fits_every_path() {
    assert!(Pattern::regexp("/((?!api).*)").fits("/index.html"));
    assert!(Pattern::regexp("/(").fits("/index.html"));
    for (pattern, path, fits) in [
        ("/:path+", "/", false),
        ("/:path+", "/a/b", true),
        ("/:path?", "/", true),
        ("/:path?", "/a/b", false),
        ("/a.b", "/axb", false),
        ("/a\\.b", "/a.b", true),
        ("/:a/(en|fr)", "/x/fr/", true),
        ("/é/:x", "/é/à", true),
    ] {
        assert_eq!(Pattern::regexp(pattern).fits(path), fits, "{pattern} {path}");
    }
    for (pattern, path, fits) in [("/blog/*", "/blog", true), ("/a/*/c", "/a/b/c", true), ("/a:b", "/ax", true)] {
        assert_eq!(Pattern::splat(pattern).fits(path), fits, "{pattern} {path}");
    }
}
