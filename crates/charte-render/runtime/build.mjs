// Bundles and minifies the scripts that visitors download: `npm run minify`. Nothing here is needed to build a site.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";

const shared = { bundle: true, minify: true, target: "es2022", write: false, legalComments: "none" };
const bundle = async (from, to, format, define, alias) => {
  const { outputFiles } = await build({ ...shared, entryPoints: [from], format, define, alias });
  writeFileSync(to, outputFiles[0].contents);
};
// In each, `CHARTE` stands for what a build puts in.
/** Inline scripts. */
const inline = (to, flags) => {
  const define = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, String(value)]));
  return bundle("inline.js", to, "iife", define);
};
await inline("inline.min.js", { STATIC: false, SMALL: false });
await inline("inline-static.min.js", { STATIC: true, SMALL: false });
await inline("inline-small.min.js", { STATIC: false, SMALL: true });
await bundle("first.js", "first.min.js", "iife");

/** The script of banner and preferences, with either interface. */
const interfaces = [["charte.min.js", "./shadow.js"], ["charte-dsfr.min.js", "./dsfr.js"]];
for (const [to, look] of interfaces) await bundle("charte.js", to, "iife", {}, { look });
await bundle("later.js", "later.min.js", "esm");
