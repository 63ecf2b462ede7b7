import type { Page, Request } from 'playwright-core';
import { until } from './until.js';

export interface Loaded {
  url: URL;
  /** Milliseconds after the navigation began. */
  startedAt: number;
  /** Of its answer, as it came over the wire: headers and body, packed. */
  bytes: number;
}

export interface ColdLoad {
  /** Milliseconds from the navigation until all of it was painted, by name. */
  paints: Record<string, number>;
  requests: readonly Loaded[];
}

/**
 * Opens a page that has nothing in its cache, and waits until nothing is fetched any more.
 * @param moments what must be seen, as selectors: each of them has a size and, unless it is a canvas, text
 */
export async function coldLoad(
  page: Page,
  path: string,
  moments: Record<string, readonly string[]>,
): Promise<ColdLoad> {
  // The frame after the one in which it is there: by then, that one is painted.
  await page.addInitScript(`{
    const moments = Object.entries(${JSON.stringify(moments)});
    const paints = (window.paintsOfTest = {});
    const isSeen = (selector) => [...document.querySelectorAll(selector)].some((element) =>
      element.getClientRects().length > 0 && (element instanceof HTMLCanvasElement || element.innerText.trim() !== ''));
    const look = () => {
      for (const [name, selectors] of moments) {
        if (name in paints || !selectors.every(isSeen)) continue;
        paints[name] = Infinity;
        requestAnimationFrame(() => (paints[name] = performance.now()));
      }
      requestAnimationFrame(look);
    };
    look();
  }`);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(path);
  const paints = await until('everything is painted', async () => {
    const all = await page.evaluate<Record<string, number>>(`window.paintsOfTest`);
    return Object.keys(moments).every((name) => Number.isFinite(all[name])) && all;
  });
  await page.waitForLoadState('networkidle');
  const begin = await page.evaluate<number>(`performance.timeOrigin`);
  const loaded: Loaded[] = [];
  for (const request of requests) {
    const { responseHeadersSize, responseBodySize: body } = await request.sizes();
    const length = Number(await (await request.response())?.headerValue('content-length'));
    loaded.push({
      url: new URL(request.url()),
      startedAt: request.timing().startTime - begin,
      // Chromium tells the page nothing of the body of its worker's script.
      bytes: responseHeadersSize + (body === 0 && request.failure() === null ? length : body),
    });
  }
  return { paints, requests: loaded };
}
