// VitePress: `export default withCharte(defineConfig({ … }))`. Builds what `vitepress build` has written; beside `vitepress dev` shows
// its pages with everything added.
import { build } from './index.js';
import { besideServer } from './vite.js';

export function withCharte(config, options = {}) {
  const cwd = process.cwd();
  return {
    ...config,
    vite: { ...config.vite, plugins: [config.vite?.plugins ?? [], besideServer({ cwd, ...options })] },
    async buildEnd(site) {
      await config.buildEnd?.(site);
      await build({ cwd, ...options, site: site.outDir }, site.logger);
    },
  };
}
