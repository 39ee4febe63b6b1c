//! Generators of static sites, known by the files of their projects: where they write and how they are run.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A project that builds a site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generator {
    /// Its name, as its own documentation writes it.
    pub name: &'static str,
    /// The folder that it writes, relative to the project.
    pub output: PathBuf,
    /// The command that runs it.
    pub command: &'static str,
}

struct Known {
    name: &'static str,
    /// The project has one of these files.
    files: &'static [&'static str],
    /// Where several generators share that name: a text in the file.
    contains: &'static str,
    /// The folder below the project in which it works; empty for the project itself.
    folder: &'static str,
    output: &'static str,
    /// The key of the file that names another folder; empty where there is none.
    key: &'static str,
    command: &'static str,
}

const NONE: Known =
    Known { name: "", files: &[], contains: "", folder: "", output: "", key: "", command: "npm run build" };

/// The first that fits counts: generators that are built on Vite come before Vite.
const KNOWN: [Known; 17] = [
    Known {
        name: "Hugo",
        files: &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"],
        output: "public",
        key: "publishDir",
        command: "hugo",
        ..NONE
    },
    Known {
        name: "Zola",
        files: &["config.toml", "zola.toml"],
        contains: "base_url",
        output: "public",
        key: "output_dir",
        command: "zola build",
        ..NONE
    },
    Known {
        name: "Hugo",
        files: &["config.toml", "config.yaml", "config.yml"],
        contains: "baseURL",
        output: "public",
        key: "publishDir",
        command: "hugo",
        ..NONE
    },
    Known {
        name: "Hexo",
        files: &["package.json"],
        contains: "\"hexo\"",
        output: "public",
        command: "npx hexo generate",
        ..NONE
    },
    Known {
        name: "Jekyll",
        files: &["_config.yml"],
        output: "_site",
        key: "destination",
        command: "bundle exec jekyll build",
        ..NONE
    },
    Known {
        name: "Eleventy",
        files: &[
            ".eleventy.js",
            "eleventy.config.js",
            "eleventy.config.mjs",
            "eleventy.config.cjs",
            "eleventy.config.ts",
        ],
        output: "_site",
        key: "output",
        command: "npx @11ty/eleventy",
        ..NONE
    },
    Known {
        name: "Astro",
        files: &["astro.config.mjs", "astro.config.js", "astro.config.ts"],
        output: "dist",
        key: "outDir",
        ..NONE
    },
    Known {
        name: "VitePress",
        files: &[".vitepress/config.mts", ".vitepress/config.ts", ".vitepress/config.mjs", ".vitepress/config.js"],
        output: ".vitepress/dist",
        key: "outDir",
        command: "npx vitepress build",
        ..NONE
    },
    Known {
        name: "VitePress",
        files: &[".vitepress/config.mts", ".vitepress/config.ts", ".vitepress/config.mjs", ".vitepress/config.js"],
        folder: "docs",
        output: ".vitepress/dist",
        key: "outDir",
        command: "npx vitepress build docs",
        ..NONE
    },
    Known {
        name: "Docusaurus",
        files: &["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"],
        output: "build",
        ..NONE
    },
    Known {
        name: "Next.js",
        files: &["next.config.js", "next.config.mjs", "next.config.ts"],
        output: "out",
        key: "distDir",
        ..NONE
    },
    Known {
        name: "Nuxt",
        files: &["nuxt.config.ts", "nuxt.config.js", "nuxt.config.mjs"],
        output: ".output/public",
        command: "npx nuxi generate",
        ..NONE
    },
    Known { name: "SvelteKit", files: &["svelte.config.js"], output: "build", key: "pages", ..NONE },
    Known {
        name: "MkDocs",
        files: &["mkdocs.yml", "mkdocs.yaml"],
        output: "site",
        key: "site_dir",
        command: "mkdocs build",
        ..NONE
    },
    Known { name: "mdBook", files: &["book.toml"], output: "book", key: "build-dir", command: "mdbook build", ..NONE },
    Known {
        name: "Sphinx",
        files: &["conf.py", "source/conf.py", "docs/conf.py"],
        output: "_build/html",
        command: "make html",
        ..NONE
    },
    Known {
        name: "Vite",
        files: &["vite.config.js", "vite.config.ts", "vite.config.mjs"],
        output: "dist",
        key: "outDir",
        ..NONE
    },
];

/// Other folders that some projects of these generators write.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Sphinx", "build/html"),
    ("Sphinx", "docs/_build/html"),
    ("Sphinx", "docs/build/html"),
    ("Nuxt", "dist"),
    ("mdBook", "book/html"),
];

/// The generator whose project a folder is.
pub fn detect(project: &Path) -> Option<Generator> {
    KNOWN.iter().find_map(|known| {
        let folder = Path::new(known.folder);
        let fits = |file: &&&str| {
            let path = project.join(folder).join(file);
            path.is_file() && (known.contains.is_empty() || read(&path).contains(known.contains))
        };
        let file = known.files.iter().find(fits)?;
        let said = setting(&read(&project.join(folder).join(file)), known.key, is_script(file));
        let mut output = folder.join(said.as_deref().unwrap_or(known.output));
        if !project.join(&output).is_dir() {
            let others = ELSEWHERE.iter().filter(|(name, _)| *name == known.name).map(|(_, output)| Path::new(output));
            output = others.filter(|other| project.join(other).is_dir()).map(Path::to_owned).next().unwrap_or(output);
        }
        Some(Generator { name: known.name, output, command: known.command })
    })
}

/// Whether a configuration is a program, in which only a text in quotes is a value.
fn is_script(file: &str) -> bool {
    [".js", ".mjs", ".cjs", ".ts", ".mts"].iter().any(|end| file.ends_with(end))
}

/// The folder that a configuration in TOML, YAML, JSON or JavaScript gives to a key; none that leaves the project.
fn setting(text: &str, key: &str, is_script: bool) -> Option<String> {
    if key.is_empty() {
        return None;
    }
    let quote = if is_script { "[\"']" } else { "[\"']?" };
    let line = format!("(?m)(?:^|[\\s{{,])[\"']?{key}[\"']?\\s*[:=]\\s*{quote}([^\"'\\s,#}}]+)");
    let found = Regex::new(&line).ok()?.captures(text)?[1].to_owned();
    let folder = found.trim_start_matches("./").trim_end_matches('/').to_owned();
    let is_below = !folder.is_empty() && !folder.starts_with(['/', '.', '$', '`']) && !folder.contains(['(', '\\']);
    is_below.then_some(folder)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_known_by_its_files() {
        for (file, content, name, output) in [
            ("hugo.toml", "baseURL = 'https://x.fr/'", "Hugo", "public"),
            ("hugo.yaml", "publishDir: out/www # here", "Hugo", "out/www"),
            ("config.toml", "base_url = \"https://x.fr\"\noutput_dir = \"www\"", "Zola", "www"),
            ("config.toml", "baseURL = \"https://x.fr\"", "Hugo", "public"),
            ("_config.yml", "title: x\ndestination: ./htdocs/", "Jekyll", "htdocs"),
            ("package.json", "{\"dependencies\":{\"hexo\":\"7\"}}", "Hexo", "public"),
            ("astro.config.mjs", "export default { outDir: './www' }", "Astro", "www"),
            ("astro.config.mjs", "export default { outDir: process.env.OUT }", "Astro", "dist"),
            ("docs/.vitepress/config.mts", "", "VitePress", "docs/.vitepress/dist"),
            ("mkdocs.yml", "site_name: x\nsite_dir: '../outside'", "MkDocs", "site"),
            ("book.toml", "[build]\nbuild-dir = \"html\"", "mdBook", "html"),
        ] {
            let project = tempfile::tempdir().unwrap();
            let path = project.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
            let found = detect(project.path()).unwrap();
            assert_eq!((found.name, found.output.as_path()), (name, Path::new(output)), "{file}: {content}");
        }
        assert_eq!(detect(tempfile::tempdir().unwrap().path()), None);
    }
}
