import type { Options } from './index.js';
export default function charte(hexo: object, options?: Options): void;
