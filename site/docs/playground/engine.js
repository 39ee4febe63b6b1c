// Runs charte in the page. Its files are in memory: nothing that is pasted leaves the browser.
import { ConsoleStdout, Directory, File, OpenFile, PreopenDirectory, WASI, wasi } from "@bjorn3/browser_wasi_shim";
import { diffWordsWithSpace } from "diff";

const compiled = fetch(new URL("charte.wasm", import.meta.url))
  .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(`${response.status}`))))
  .then(WebAssembly.compile);

/** A folder without links. Paths are made canonical by reading each part as a link, and "invalid" says that it is none. */
class Folder extends PreopenDirectory {
  path_readlink(path) {
    const { ret } = this.path_lookup(path, 0);
    return { ret: ret || wasi.ERRNO_INVAL, data: null };
  }
}

/** Every file below a folder, by its path. */
const filesOf = (folder, prefix = "") =>
  new Map(
    [...folder.contents].flatMap(([name, entry]) =>
      entry instanceof Directory ? [...filesOf(entry, `${prefix}${name}/`)] : [[prefix + name, new TextDecoder().decode(entry.data)]],
    ),
  );

/** Builds a site of one page. Returns the report, as `charte build --format json` prints it, and the files of the output. */
export const build = async (declaration, page) => {
  const portal = new Folder(
    "/portal",
    new Map([
      ["charte.toml", new File(new TextEncoder().encode(declaration))],
      ["site", new Directory(new Map([["index.html", new File(new TextEncoder().encode(page))]]))],
    ]),
  );
  const printed = [];
  const said = new OpenFile(new File([]));
  const system = new WASI([], [], [new OpenFile(new File([])), said, ConsoleStdout.lineBuffered((line) => printed.push(line)), portal], { debug: false });
  const instance = await WebAssembly.instantiate(await compiled, { wasi_snapshot_preview1: system.wasiImport });
  if (system.start(instance) !== 0) throw new Error(printed.join("\n"));
  const output = portal.dir.contents.get("public");
  return { report: JSON.parse(new TextDecoder().decode(said.file.data)), files: output ? filesOf(output) : new Map() };
};

/** A built page in pieces: `{ value, added }`. */
export const insertions = (page, built) => diffWordsWithSpace(page, built).filter((piece) => !piece.removed);
