// Hexo: builds what `hexo generate` has written, and before `hexo deploy` sends it. The filter `after_generate` comes too early:
// nothing is on the disk then.
import path from 'node:path';
import { build } from './index.js';

export default function charte(hexo, options = {}) {
  const log = { warn: (message) => hexo.log.warn(message), info: (message) => hexo.log.info(message) };
  const built = () => build({ cwd: hexo.base_dir, ...options, site: path.resolve(hexo.public_dir) }, log);
  const replace = (name, wrap) => {
    const run = hexo.extend.console.get(name);
    hexo.extend.console.register(name, run.desc, run.options, wrap(run));
  };
  replace('generate', (run) => async function generate(args) {
    const result = await run.call(this, args);
    // With `--watch` the command goes on.
    if (!args.w && !args.watch) await built();
    return result;
  });
  replace('deploy', (run) => async function deploy(args) {
    // It may generate first, by the command above.
    if (!args.g && !args.generate) await built();
    return run.call(this, args);
  });
}
