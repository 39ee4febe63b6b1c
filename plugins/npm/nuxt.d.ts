import type { NuxtModule } from '@nuxt/schema';
import type { Options } from './index.js';
declare const charte: NuxtModule<Options>;
export default charte;
