// Nuxt: builds what `nuxt generate` has written; beside `nuxt dev` shows its pages with everything added.
import { build, follow } from './index.js';

export default function charte(options, nuxt) {
  const given = { cwd: nuxt.options.rootDir, ...nuxt.options.charte, ...options };
  if (nuxt.options.dev) {
    nuxt.hook('listen', (server, { url }) => {
      nuxt.hook('close', follow(new URL(url).origin, given));
    });
    return;
  }
  nuxt.hook('nitro:init', (nitro) => {
    nitro.hooks.hook('close', async () => {
      // Without `nuxt generate` pages are made at each request, and none is on disk.
      if (nitro.options.static) await build({ ...given, site: nitro.options.output.publicDir }, nitro.logger);
    });
  });
}
