// Finds the charte binary and runs it. The plugins beside this file tell it when their host has written its pages, and show its
// findings where that host shows its own.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const FILE = process.platform === 'win32' ? 'charte.exe' : 'charte';

/** The path of the binary: CHARTE_BIN, else that of the package for this platform, else the one on PATH. */
export function binary() {
  if (process.env.CHARTE_BIN) return process.env.CHARTE_BIN;
  const platform = `${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`@charte/${platform}/bin/${FILE}`);
  } catch {
    // There is none for this platform, or optional dependencies were left out.
  }
  // In `node_modules/.bin` stands the script that asks for this path.
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder && !folder.endsWith('.bin'));
  const found = folders.map((folder) => path.join(folder, FILE)).find(isProgram);
  if (found) return found;
  throw new Error(
    `the charte binary was not found: the package @charte/${platform} is not installed, and PATH has no charte. ` +
      'Install again without --omit=optional; where there is no package for this platform, install charte with ' +
      '`cargo install charte`, or set CHARTE_BIN to its path.',
  );
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The errors that stopped a build. `findings` has them as charte reports them. */
export class CharteError extends Error {
  name = 'CharteError';
  constructor(message, findings = []) {
    super(message);
    this.findings = findings;
  }
}

/** A finding in words: where, what, and how to mend it. */
export function text({ level, code, message, place, path: file, help }) {
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : file ? `${file}: ` : '';
  const excerpt = place?.excerpt ? `\n    ${place.excerpt.trim()}` : '';
  return `${where}${level}[${code}]: ${message}${excerpt}${help ? `\n  help: ${help}` : ''}`;
}

function words({ config, portal, cwd }, ...more) {
  const portals = [portal ?? []].flat().flatMap((id) => ['--portal', id]);
  return [more, config ? ['--config', path.resolve(cwd ?? '.', config)] : [], portals].flat();
}

/** Runs `charte build` and gives its report. Errors in it are for the caller to look at. */
export function report(options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary(), words(options, 'build', '--format', 'json'), { cwd: options.cwd });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    child.stderr.setEncoding('utf8').on('data', (part) => (errors += part));
    child.on('error', (error) => reject(new CharteError(`cannot start ${child.spawnfile}: ${error.message}`)));
    child.on('close', () => {
      try {
        resolve(JSON.parse(out));
      } catch {
        reject(new CharteError(errors.trim().replace(/^error: /, '') || 'charte ended without a report'));
      }
    });
  });
}

/**
 * Builds the site that a host has written to the folder `site`. Warnings go to `log.warn`, a line on each portal to `log.info`;
 * errors are thrown, all of them in one.
 */
export async function build({ site, ...options }, log = console) {
  const { findings, portals } = await report(options);
  for (const finding of findings) if (finding.level === 'warning') log.warn(text(finding));
  const errors = findings.filter((finding) => finding.level === 'error');
  if (errors.length) throw new CharteError(['charte wrote nothing:', ...errors.map(text)].join('\n'), errors);
  const inputs = portals.map((portal) => path.resolve(options.cwd ?? '.', portal.input));
  const holds = (input) => !path.relative(input, site).startsWith('..');
  if (site && !inputs.some(holds)) {
    throw new CharteError(
      `the pages in ${site} are not built: no portal of the declaration has that folder as its \`input\` (${inputs.join(', ')})`,
    );
  }
  for (const portal of portals) {
    const asks = portal.asked.length ? `asks ${portal.asked.join(', ')}` : 'asks nothing';
    log.info(`charte: ${portal.portal}: ${portal.pages} page${portal.pages === 1 ? '' : 's'} in ${portal.output}, ${asks}`);
  }
}

/** Shows the pages of a development server with everything added, until the returned function is called or this process ends. */
export function follow(address, options = {}) {
  let program;
  try {
    program = binary();
  } catch (error) {
    // The server goes on without it.
    console.error(`charte: ${error.message}`);
    return () => {};
  }
  // Its input is a pipe of this process: however this process ends, the pipe does, and so does charte.
  const stdio = ['pipe', 'inherit', 'inherit'];
  const given = words(options, 'watch', '--end-with-input', '--proxy', address);
  const child = spawn(program, given, { cwd: options.cwd, stdio });
  child.on('error', (error) => console.error(`charte: cannot start ${program}: ${error.message}`));
  child.unref();
  child.stdin.unref?.();
  return () => void child.kill();
}
