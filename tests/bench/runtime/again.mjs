// How late a held script runs after "accept all": in the page that is loaded again, compared with a page in which it was
// never held and that is also loaded again from the cache. Milliseconds from the start of the navigation, by `./with-charte
// again [ROUNDS]`.
import path from 'node:path';
import { CONDITIONS } from './lib/measure.mjs';
import { inpage, launch, click, sleep } from './lib/browser.mjs';
import { serveSite, serveThirdParty, dirLookup } from './lib/server.mjs';

const [work, rounds = '9'] = process.argv.slice(2);
const third = await serveThirdParty(8702);
const serve = (name) => serveSite(name, dirLookup(path.join(work, name)));
const sites = { written: await serve('as-written'), charte: await serve('site') };
const SPEC = { banner: 'charte-banner >>> .banner', accept: 'charte-banner >>> .accept' };

const ran = (page) => page.waitForFunction(() => window.__gated?.at, null, { timeout: 60000 }).then((value) => value.jsonValue());

/** One visit: the page, then the page again, by itself or after consent. */
async function visit(browser, name, condition) {
  const context = await browser.newContext({ viewport: condition.viewport, locale: 'fr-FR' });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    const { net, cpu } = condition;
    if (net) await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: net.latency, downloadThroughput: net.down, uploadThroughput: net.up });
    if (cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    await page.addInitScript(inpage(SPEC));
    await page.goto(sites[name].origin + '/', { waitUntil: 'load' });
    if (name === 'written') {
      await ran(page);
      await page.reload({ waitUntil: 'load' });
    } else {
      // No cache keeps the script, in either page.
      await page.evaluate(() => (window.isOld = true));
      const again = page.waitForEvent('load', { timeout: 60000 });
      await click(page, 'accept');
      await again;
      await page.waitForFunction(() => !window.isOld);
    }
    return await ran(page);
  } finally {
    await context.close();
  }
}

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
for (const [label, condition] of Object.entries(CONDITIONS)) {
  const seen = { written: [], charte: [] };
  for (let round = 0; round < +rounds; round++) {
    const browser = await launch();
    await sleep(500);
    for (const name of round % 2 ? ['written', 'charte'] : ['charte', 'written']) seen[name].push(await visit(browser, name, condition));
    await browser.close();
  }
  const [written, charte] = [median(seen.written), median(seen.charte)];
  console.log(`${label}: as written ${written.toFixed(0)} ms, after a yes ${charte.toFixed(0)} ms, ${(charte - written).toFixed(0)} ms later (medians of ${rounds})`);
}
await Promise.all([...Object.values(sites), third].map((server) => server.close()));
