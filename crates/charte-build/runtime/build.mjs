// Bundles and minifies the scripts that visitors download: `npm run minify`. Nothing here is needed to build a site.
import { build, transform } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const shared = { bundle: true, minify: true, target: "es2022", write: false, legalComments: "none" };
const bundle = async (from, to, format, define) => {
  const { outputFiles } = await build({ ...shared, entryPoints: [from], format, define });
  writeFileSync(to, outputFiles[0].contents);
};
/** Inline scripts: `CHARTE` stands for the arguments that a build puts in. */
const inline = (to, flags) => {
  const define = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, String(value)]));
  return bundle("inline.js", to, "iife", define);
};
await inline("inline.min.js", { STATIC: false, SMALL: false });
await inline("inline-static.min.js", { STATIC: true, SMALL: false });
await inline("inline-small.min.js", { STATIC: false, SMALL: true });
await bundle("first.js", "first.min.js", "iife");

/** One function expression: a build appends the configuration as its argument. */
const expression = async (to, text, define) => {
  const { code } = await transform("part=" + text, { minify: true, target: "es2022", define });
  writeFileSync(to, code.trim().replace(/^part=/, "(").replace(/;$/, ")") + "\n");
};
const read = (name) => readFileSync(name, "utf8");
await expression("charte.min.js", read("charte.js"), { DSFR: "false" });
await expression("charte-dsfr.min.js", `(look=>${read("charte.js")})(${read("dsfr.js")})`, { DSFR: "true" });

const { code } = await transform(read("enforce.js"), { minify: true, target: "es2022", format: "esm" });
writeFileSync("enforce.min.js", code);
