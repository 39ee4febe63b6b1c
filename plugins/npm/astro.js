// Astro: builds what `astro build` has written; beside `astro dev` shows its pages with everything added.
import { fileURLToPath } from 'node:url';
import { build, follow } from './index.js';

export default function charte(options = {}) {
  let root;
  let stop;
  return {
    name: 'charte',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:done': ({ dir, logger }) => build({ cwd: root, ...options, site: fileURLToPath(dir) }, logger),
      'astro:server:start': ({ address }) => {
        stop = follow(`http://localhost:${address.port}`, { cwd: root, ...options });
      },
      'astro:server:done': () => stop?.(),
    },
  };
}
