import type { Browser, Page, Request } from 'playwright';
import { heapMemory, rendererMemory, watchedPage } from './browser.js';

/** Where something is on a page, as selectors. */
export interface PageParts {
  path: string;
  row: string;
  /** Says how many match. */
  count: string;
  field: string;
  /** What is typed into the field. */
  text: string;
  sortButton: string;
}

/** Milliseconds, but for memory in MiB. */
export interface Visit {
  /** Since the navigation. */
  firstRowCold: number;
  firstRowWarm: number;
  /** Since the last byte of what the page asked for; negative where it came before. */
  afterLastByteCold: number;
  afterLastByteWarm: number;
  filter: number;
  filterInWorker: number;
  sort: number;
  sortInWorker: number;
  /** Time in tasks of more than 50 ms, which hold up whoever types or scrolls. */
  heldUpLoading: number;
  heldUpAsking: number;
  heap: number;
  memory: number;
}

interface Timed {
  painted: number;
  inWorker: number;
}

/** Opens a page in a browser that has seen nothing, opens it again, filters and sorts. */
export async function visit(browser: Browser, baseURL: string, parts: PageParts): Promise<Visit> {
  const page = await watchedPage(browser, baseURL, parts.row);
  try {
    const cold = await open(page, parts.path);
    const warm = await open(page, parts.path);
    const filtered = await timed(page, { act: parts.field, text: parts.text, watched: parts.count });
    await timed(page, { act: parts.field, text: '', watched: parts.count });
    const sorted = await timed(page, { act: parts.sortButton, watched: parts.row });
    return {
      firstRowCold: cold.firstRow,
      firstRowWarm: warm.firstRow,
      afterLastByteCold: cold.firstRow - cold.lastByte,
      afterLastByteWarm: warm.firstRow - warm.lastByte,
      filter: filtered.painted,
      filterInWorker: filtered.inWorker,
      sort: sorted.painted,
      sortInWorker: sorted.inWorker,
      heldUpLoading: cold.heldUp,
      heldUpAsking: await heldUp(page),
      heap: await heapMemory(page),
      memory: await rendererMemory(browser),
    };
  } finally {
    await page.context().close();
  }
}

interface Opened {
  firstRow: number;
  lastByte: number;
  heldUp: number;
}

async function open(page: Page, path: string): Promise<Opened> {
  const received: number[] = [];
  // Its worker asks too, of which the page's own clock knows nothing.
  const note = (request: Request): void => {
    const { startTime, responseEnd } = request.timing();
    if (request.resourceType() === 'fetch') received.push(startTime + responseEnd);
  };
  page.on('requestfinished', note);
  await page.goto(path, { waitUntil: 'commit' });
  const firstRow = await page.evaluate<number>('bench.firstRow');
  await allCame(page, received);
  const held = await heldUp(page);
  page.off('requestfinished', note);
  return {
    firstRow,
    lastByte: Math.max(...received) - (await page.evaluate<number>('performance.timeOrigin')),
    heldUp: held,
  };
}

/** Waits until a second passes in which no request ends: only then is all there, and kept for the next visit. */
async function allCame(page: Page, received: readonly number[]): Promise<void> {
  let before = -1;
  while (received.length > before) {
    before = received.length;
    await page.waitForTimeout(1000);
  }
}

const heldUp = (page: Page): Promise<number> => page.evaluate<number>('bench.heldUp()');

const timed = (page: Page, wanted: { act: string; text?: string; watched: string }): Promise<Timed> =>
  page.evaluate<Timed>(`bench.timed(${JSON.stringify(wanted)})`);
