//! Writes a table of the catalogue's files, so that a service is added by adding its file. The table has what each service is
//! called and recognised by, so that a run parses only the files of declared services. The legal orders get a table of their
//! own, by country.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("catalogue");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut table = String::from("/// The catalogue's files.\nconst FILES: &[File] = &[\n");
    for path in files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        // A file that is not TOML gets no claims; a test reports its fault.
        let root: toml::Table = fs::read_to_string(&path)?.parse().unwrap_or_default();
        let list = |key: &str| root.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        let strings =
            |key: &str| list(key).iter().filter_map(toml::Value::as_str).map(String::from).collect::<Vec<_>>();
        let (hosts, paths, signatures) = (strings("hosts"), strings("paths"), strings("signatures"));
        let is_element = |selector: &String| {
            selector.contains('-') && selector.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
        };
        let elements: Vec<_> = strings("embeds").into_iter().filter(is_element).collect();
        let claims = format!(
            "id: {id:?}, hosts: &{hosts:?}, paths: &{paths:?}, signatures: &{signatures:?}, elements: &{elements:?}"
        );
        let purpose = root.get("purpose").and_then(toml::Value::as_str).unwrap_or_default();
        let has_calls = root.contains_key("queues") || root.contains_key("calls");
        let rest = format!("instead_of: &{:?}, purpose: {purpose:?}, has_calls: {has_calls}", strings("instead_of"));
        let text = path.display().to_string();
        let aliases = strings("aliases");
        let claims = format!("claims: Claims {{ {claims}, {rest} }}");
        writeln!(table, "    File {{ {claims}, aliases: &{aliases:?}, text: include_str!({text:?}) }},")
            .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("catalogue.rs"), table)?;
    fs::write(Path::new(&out).join("legal.rs"), legal_orders()?)
}

/// The files of `legal`, by country.
fn legal_orders() -> io::Result<String> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("legal");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut table = String::from("/// The text of each country's file.\nconst FILES: &[(&str, &str)] = &[\n");
    for path in files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let country = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = path.display().to_string();
        writeln!(table, "    ({country:?}, include_str!({text:?})),").map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    Ok(table)
}
