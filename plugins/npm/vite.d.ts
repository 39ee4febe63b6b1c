import type { Plugin } from 'vite';
import type { Options } from './index.js';
export default function charte(options?: Options): Plugin[];
export function besideServer(options?: Options): Plugin;
