//! The plugins of the larger generators, on the sites of `tests/generators`: only where `CHARTE_ONLY` names them.

use std::process::Command;

use crate::host::{Host, root};

/// A generator: its name, where it writes, what is changed in which file to add the plugin, what is run, a page.
struct Generator {
    name: &'static str,
    output: &'static str,
    edit: (&'static str, &'static [(&'static str, &'static str)]),
    command: &'static str,
    page: &'static str,
}

const ALL: [Generator; 4] = [
    Generator {
        name: "astro",
        output: "dist",
        edit: (
            "astro.config.mjs",
            &[
                ("import react", "import charte from 'charte/astro';\nimport react"),
                ("sitemap()]", "sitemap(), charte()]"),
            ],
        ),
        command: "astro build",
        page: "embeds/index.html",
    },
    Generator {
        name: "vitepress",
        output: "docs/.vitepress/dist",
        edit: (
            "docs/.vitepress/config.mjs",
            &[
                ("export default defineConfig(", "export default withCharte("),
                ("import { defineConfig } from 'vitepress'", "import { withCharte } from 'charte/vitepress'"),
            ],
        ),
        command: "vitepress build docs",
        page: "embeds.html",
    },
    Generator {
        name: "docusaurus",
        output: "build",
        edit: ("docusaurus.config.js", &[("  presets:", "  plugins: ['charte/docusaurus'],\n  presets:")]),
        command: "docusaurus build",
        page: "embeds/index.html",
    },
    Generator {
        name: "nuxt",
        output: ".output/public",
        edit: ("nuxt.config.ts", &[("ssr: true,", "ssr: true, modules: ['charte/nuxt'],")]),
        command: "nuxt generate",
        page: "embeds/index.html",
    },
];

#[test]
fn chosen_generators_build() {
    let only = std::env::var("CHARTE_ONLY").unwrap_or_default();
    let chosen = |generator: &&Generator| only == "all" || only.split(',').any(|name| name == generator.name);
    for generator in ALL.iter().filter(chosen) {
        let host = Host::new(generator.output);
        // Their bundlers resolve links to where they lead, and find no project there; and they write beside their packages.
        let from = root().join("target/generators").join(generator.name).join(".");
        let copied = Command::new("cp").arg("-a").args([from, host.path(".")]).status().unwrap();
        assert!(copied.success(), "run `tests/generators/fetch {}`", generator.name);
        let modules = host.path("node_modules/charte");
        assert!(Command::new("cp").arg("-r").args([root().join("plugins/npm"), modules]).status().unwrap().success());
        let (file, changes) = generator.edit;
        let text = host.read(file);
        host.write(file, changes.iter().fold(text, |text, (from, to)| text.replacen(from, to, 1)));
        let _ = std::fs::remove_dir_all(host.path(generator.output));
        let (program, arguments) = generator.command.split_once(' ').unwrap();
        let run = host.run(&format!("node_modules/.bin/{program}"), arguments);
        assert_eq!(run.code, Some(0), "{}: {}", generator.name, run.said);
        let page = host.read(&format!("{}/{}", generator.output, generator.page));
        assert!(page.contains("data-charte-held="), "{}: {}", generator.name, run.said);
        assert!(run.said.contains("is not declared"), "{}: {}", generator.name, run.said);
    }
}
