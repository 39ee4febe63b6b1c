import type { Options } from './index.js';
export default function charte(eleventy: object, options?: Options): void;
