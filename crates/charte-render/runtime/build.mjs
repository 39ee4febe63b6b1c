// Bundles and minifies the scripts that visitors download: `npm run minify`. The results are committed, so that a build of a
// site needs no Node.
import { build, transform } from "esbuild";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

// The keys of the configuration, long in the sources and short in what is downloaded. Rust reads the same table
// (src/keys.rs). esbuild renames every property of such a name, so that no DOM or built-in property may have it; quoted
// names stay, and with them the keys that are data (ids of services).
const keys = JSON.parse(readFileSync("keys.json", "utf8"));
const renamed = Object.fromEntries(keys.filter(([name, short]) => name !== short));
const mangle = { mangleProps: RegExp(`^(${Object.keys(renamed).join("|")})$`), mangleQuoted: false, mangleCache: renamed };

// Before the bundling: the minifier gives variables the letters that are frequent in what is downloaded, not in the long names.
const shortKeys = {
  name: "short keys",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), mangle);
      return { contents: code };
    });
  },
};

const bundle = (source, outfile, options) =>
  build({
    entryPoints: [source],
    outfile,
    plugins: [shortKeys],
    bundle: true,
    minify: true,
    target: "es2022",
    format: "iife",
    legalComments: "none",
    ...options,
  });

// The script in the head of every page, in a form for each kind of page.
const inline = (outfile, STATIC, SMALL) =>
  bundle("inline.js", outfile, { define: { STATIC: String(STATIC), SMALL: String(SMALL) } });
await inline("inline.min.js", false, false);
await inline("inline-static.min.js", true, false);
await inline("inline-small.min.js", false, true);

await bundle("first.js", "first.min.js");

// On the charter page alone.
await bundle("objection.js", "objection.min.js");

// The banner, and a module that its script imports when it needs it, with charte's own interface and with that of the French
// State's design system.
for (const [look, suffix] of [["shadow", ""], ["dsfr", "-dsfr"]]) {
  const alias = { look: `./${look}.js`, preferences: `./${look}-preferences.js` };
  await bundle("charte.js", `charte${suffix}.min.js`, { alias });
  await bundle("later.js", `later${suffix}.min.js`, { alias, format: "esm" });
}
