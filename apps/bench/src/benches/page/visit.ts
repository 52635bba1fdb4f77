import type { Browser, Page } from 'playwright';
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
  firstRowCold: number;
  firstRowWarm: number;
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
    const firstRowCold = await open(page, parts.path);
    const heldUpLoading = await heldUp(page);
    const firstRowWarm = await open(page, parts.path);
    await heldUp(page);
    const filtered = await timed(page, { act: parts.field, text: parts.text, watched: parts.count });
    await timed(page, { act: parts.field, text: '', watched: parts.count });
    const sorted = await timed(page, { act: parts.sortButton, watched: parts.row });
    return {
      firstRowCold,
      firstRowWarm,
      filter: filtered.painted,
      filterInWorker: filtered.inWorker,
      sort: sorted.painted,
      sortInWorker: sorted.inWorker,
      heldUpLoading,
      heldUpAsking: await heldUp(page),
      heap: await heapMemory(page),
      memory: await rendererMemory(browser),
    };
  } finally {
    await page.context().close();
  }
}

async function open(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' });
  return page.evaluate<number>('bench.firstRow');
}

const heldUp = (page: Page): Promise<number> => page.evaluate<number>('bench.heldUp()');

const timed = (page: Page, wanted: { act: string; text?: string; watched: string }): Promise<Timed> =>
  page.evaluate<Timed>(`bench.timed(${JSON.stringify(wanted)})`);
