import type { UserConfig } from 'vitepress';
import type { Options } from './index.js';
export function withCharte<T>(config: UserConfig<T>, options?: Options): UserConfig<T>;
