import type { LoadContext, Plugin } from '@docusaurus/types';
import type { Options } from './index.js';
export default function charte(context: LoadContext, options?: Options): Plugin;
