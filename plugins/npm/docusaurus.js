// Docusaurus: builds what `docusaurus build` has written, once for each language.
import logger from '@docusaurus/logger';
import { build } from './index.js';

export default function charte({ siteDir }, { id, ...options } = {}) {
  return {
    name: 'charte',
    postBuild: ({ outDir }) => build({ cwd: siteDir, ...options, site: outDir }, (logger.default ?? logger)),
  };
}
