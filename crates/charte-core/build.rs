//! Lists the catalogue's files in a table, so that a service is added by adding its file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("catalogue");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut table = String::from("/// The catalogue's files: id and text.\nconst FILES: &[(&str, &str)] = &[\n");
    for path in files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(table, "    ({id:?}, include_str!({:?})),", path.display().to_string()).map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("catalogue.rs"), table)
}
