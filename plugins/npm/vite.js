// Vite: builds what `vite build` has written; beside `vite` shows its pages with everything added, at an address of charte's own.
import path from 'node:path';
import { build, follow } from './index.js';

export default function charte(options = {}) {
  return [afterBuild(options), besideServer(options)];
}

function afterBuild(options) {
  let config;
  let failed = false;
  return {
    name: 'charte',
    apply: 'build',
    configResolved: (resolved) => void (config = resolved),
    buildEnd: (error) => void (failed = Boolean(error)),
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        // A build for a server has no pages.
        if (failed || config.build.ssr) return;
        const site = path.resolve(config.root, config.build.outDir);
        const log = { warn: (message) => this.warn(message), info: (message) => config.logger.info(message) };
        try {
          await build({ cwd: config.root, ...options, site }, log);
        } catch (error) {
          this.error({ message: error.message, ...place(config.root, error.findings) });
        }
      },
    },
  };
}

// Where the first error stands, as Vite shows it.
function place(root, [finding] = []) {
  if (!finding?.place) return {};
  const { file, line, column, excerpt } = finding.place;
  return { id: path.resolve(root, file), loc: { file: path.resolve(root, file), line, column }, frame: excerpt };
}

/** The part for the development server, which other hosts on Vite take, too. */
export function besideServer(options = {}) {
  return {
    name: 'charte:serve',
    apply: 'serve',
    configureServer({ httpServer, config }) {
      httpServer?.once('listening', () => {
        if (config.server.https) {
          config.logger.warn('charte: the pages of a development server over https cannot be shown; build to see them');
          return;
        }
        const stop = follow(`http://localhost:${httpServer.address().port}`, { cwd: config.root, ...options });
        httpServer.once('close', stop);
      });
    },
  };
}
