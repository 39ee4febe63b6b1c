import type { AstroIntegration } from 'astro';
import type { Options } from './index.js';
export default function charte(options?: Options): AstroIntegration;
