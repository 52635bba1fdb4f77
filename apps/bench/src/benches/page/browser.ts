import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { peakMemory } from '../../machine/memory.js';

const executablePath = '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'];
const patience = 120_000;
/** So long Chromium is busy with a new window itself; a page that is opened meanwhile waits for it. */
const windowOpens = 2_500;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args }).catch((cause: unknown) => {
    throw new Error(`page needs ${executablePath}: make services installs it.`, { cause });
  });
}

/** A page of a browser that has seen nothing yet; `row` selects the rows that it is opened for. */
export async function watchedPage(browser: Browser, baseURL: string, row: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(patience);
  const script = await readFile(fileURLToPath(new URL('watch.mjs', import.meta.url)), 'utf8');
  await context.addInitScript({ content: `globalThis.benchRow = ${JSON.stringify(row)};\n{\n${script}\n}` });
  const page = await context.newPage();
  await page.waitForTimeout(windowOpens);
  return page;
}

/** The most memory that a renderer has held, in MiB; the browser's idle ones hold less than one with a page. */
export async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => peakMemory(id)));
}

/** What JavaScript of page and worker holds after a collection of garbage, in MiB. */
export async function heapMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const own = await session.send('HeapProfiler.collectGarbage').then(() => session.send('Runtime.getHeapUsage'));
  const ofWorker = page.workers().length > 0 ? await workerUsage(session) : [];
  await session.detach();
  return [own, ...ofWorker].reduce((sum, usage) => sum + bytesOf(usage), 0) / 2 ** 20;
}

type Session = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>;
interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
}

const bytesOf = ({ usedSize, backingStorageSize = 0 }: HeapUsage): number => usedSize + backingStorageSize;

/** Playwright has no session for a worker, so messages to one go through the session of its page. */
async function workerUsage(session: Session): Promise<HeapUsage[]> {
  const attached = new Promise<string>((resolve) =>
    session.once('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId)),
  );
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  const ask = async (id: number, method: string): Promise<unknown> => {
    const answered = new Promise<unknown>((resolve) =>
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer = JSON.parse(message) as { id?: number; result?: unknown };
        if (answer.id === id) resolve(answer.result);
      }),
    );
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answered;
  };
  await ask(1, 'HeapProfiler.collectGarbage');
  return [(await ask(2, 'Runtime.getHeapUsage')) as HeapUsage];
}
