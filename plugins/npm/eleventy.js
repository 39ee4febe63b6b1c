// Eleventy: builds what it has written, also while it serves, from the disk.
import path from 'node:path';
import { build } from './index.js';

export default function charte(eleventy, options = {}) {
  eleventy.on('eleventy.after', async ({ directories, outputMode, runMode }) => {
    if (outputMode !== 'fs') return;
    try {
      await build({ ...options, site: path.resolve(directories.output) });
    } catch (error) {
      if (runMode === 'build') throw error;
      // The server goes on, and so does whoever mends it.
      console.error(error.message);
    }
  });
}
