// Makes posts from the READMEs below node_modules: `node posts.mjs node_modules folder`. It knows no generator.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [from, to] = process.argv.slice(2);
const MOST = 100;

const packages = readdirSync(from).sort().flatMap((name) =>
  name.startsWith("@") ? readdirSync(join(from, name)).sort().map((inner) => `${name}/${inner}`) : [name]);

mkdirSync(to, { recursive: true });
let number = 0;
for (const name of packages) {
  if (number === MOST || name.startsWith(".") || !statSync(join(from, name)).isDirectory()) continue;
  const file = readdirSync(join(from, name)).find((file) => /^readme\.md$/i.test(file));
  const text = file ? readFileSync(join(from, name, file), "utf8") : "";
  // A generator would run what looks like a template.
  if (text.length < 400 || /\{\{|\{%/.test(text)) continue;
  const day = String((number % 28) + 1).padStart(2, "0");
  const head = `---\ntitle: ${JSON.stringify(name)}\ndate: 2020-01-${day} 10:00:00\ntags: [npm]\ncomments: true\n---\n\n`;
  writeFileSync(join(to, `2020-01-${day}-${name.replace(/[^a-z0-9]+/gi, "-")}.md`), head + text);
  number += 1;
}
