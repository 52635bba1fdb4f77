import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser, Page } from 'playwright';
import { decision, film, flowOf, hostile, hostileFlow, type Size } from './generated-flows.js';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const counted = (count: number, of: string): string => `${count.toLocaleString('en-US')} of ${of}`;
const words = (count: number, word: string): string =>
  `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;

describe('a flow of any size and content', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let client: TestClient;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    client = new TestClient(server.url);
    visitor = await Visitor.at(browser, server.url);
    ({ page } = visitor);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const candidates = (text: string): Promise<void> =>
    page.getByTestId('matrix-count').getByText(text, { exact: true }).waitFor();

  /** No dialog, no error, no report of the policy, nothing asked of anybody else. */
  function expectPeace(): void {
    expect(visitor.complaints).toEqual([]);
    expect(visitor.requests.filter((url) => !url.startsWith(server.url) && !/^(data|blob):/.test(url))).toEqual([]);
  }

  it.each<Size>([
    { records: 1, steps: 1 },
    { records: 12, steps: 6 },
    { records: 5000, steps: 6 },
    { records: 50, steps: 200 },
    { records: 100_000, steps: 1 },
    { records: 75_000, steps: 1, padding: 380 },
  ])('is counted, filtered and listed: %j', async (size) => {
    const { id } = await client.deliver(flowOf(size).json(), { gzip: true });
    await page.goto(`/flows/${id}`);
    // Whoever asks for help while much is read, gets it.
    await page.getByTestId('matrix-filter').waitFor();
    await page.keyboard.press('?');
    await page.getByTestId('help').getByRole('button', { name: 'Close' }).click();

    const all = words(size.records, 'candidate');
    await candidates(counted(size.records, all));
    const failing = Math.ceil(size.records / 4);
    await page.getByTestId('matrix-filter').fill(`step-${size.steps}.rule = rating`);
    await candidates(counted(failing, all));
    await page.goto(`/flows/${id}?tab=records&step=step-${size.steps}&where=rating%20%3C%203`);
    await visitor.counts(counted(failing, words(size.records, 'record')));
    await page.getByTestId('record-row').first().getByText(film(0).title, { exact: true }).waitFor();
    expectPeace();
  });

  it.each(['', '?tab=records'])('does not jump while it comes: /flows/:id%s', async (query) => {
    const { id } = await client.deliver(flowOf({ records: 5000, steps: 6 }).json(), { gzip: true });
    const other = await Visitor.at(browser, server.url);
    await other.page.addInitScript(`
      globalThis.shifts = [];
      new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: 'layout-shift', buffered: true });`);
    await other.page.goto(`/flows/${id}${query}`);
    const count = other.page.getByTestId(query ? 'record-count' : 'matrix-count');
    await count.getByText(`5,000 of 5,000 ${query ? 'records' : 'candidates'}`, { exact: true }).waitFor();
    await other.page
      .getByTestId(query ? 'record-row' : 'matrix-row')
      .nth(8)
      .waitFor();
    const shifts = await other.page.evaluate<number[]>('shifts');
    await other.leave();
    // The counts move a little beside the field: none at all would say that nobody looked.
    expect(shifts).not.toEqual([]);
    // Half of what counts as good: https://web.dev/articles/cls
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.05);
  });

  it('is text, whatever it tries to be', async () => {
    const { id } = await client.deliver(hostileFlow().json());
    await page.goto(`/flows/${id}`);
    const all = words(hostile.length, 'candidate');
    await candidates(counted(hostile.length, all));
    // Rows are drawn some a frame.
    await page
      .getByTestId('matrix-row')
      .nth(hostile.length - 1)
      .waitFor();
    expect(await page.getByTestId('matrix-row').count()).toBe(hostile.length);
    await page.goto(`/flows/${id}?tab=records&record=0&candidate=${encodeURIComponent(JSON.stringify(hostile[0]))}`);
    await visitor.counts(counted(hostile.length, words(hostile.length, 'record')));
    await page.getByTestId('record-drawer').getByText('polluted').waitFor();
    await page.getByTestId('sentence').waitFor();
    expect(
      await page.evaluate('[{}.polluted, document.querySelectorAll("img, iframe, [href^=javascript]").length]'),
    ).toEqual([undefined, 0]);
    await page.goto('/flows');
    await page.getByTestId('flow-row').getByText('<img src=x onerror=alert(1)>').waitFor();
    expectPeace();
  });

  it('speaks any language', async () => {
    const push = aPush('映画の夜')
      .with({ reason: 'لا نتيجة' })
      .withStep('検索')
      .withObservation(
        'фильмы',
        ['千と千尋の神隠し', 'Сталкер', 'ناصر', 'İstanbul 🎬'].map((title, id) => ({ ...film(id), title })),
        { decision },
      );
    const { id } = await client.deliver(push.json());
    await page.goto(`/flows/${id}`);
    await candidates('4 of 4 candidates');
    await page.getByTestId('matrix-filter').fill('label contains i̇stanbul and 検索.outcome = kept');
    await candidates('1 of 4 candidates');
    await page.goto(`/flows/${id}?tab=records&q=сталкер`);
    await visitor.counts('1 of 4 records');
    expectPeace();
  });

  it('shows what was captured when nothing is declared', async () => {
    const push = aPush('silent')
      .withStep('step-1')
      .withObservation('list', [film(0), film(1)])
      .withObservation('answer', { model: 'none', tokens: 12 });
    const { id } = await client.deliver(push.json());
    await page.goto(`/flows/${id}`);
    await visitor.counts('2 of 2 records');
    await page.locator('[data-observation=answer]').click();
    await page.getByText('"none"').waitFor();
    expectPeace();
  });

  it('grows under the eyes of who looks at it', async () => {
    const begun = flowOf({ records: 4, steps: 1 }).running();
    const { id } = await client.deliver(begun.json());
    await page.goto(`/flows/${id}?tab=matrix`);
    await candidates('4 of 4 candidates');
    const rest = flowOf({ records: 4, steps: 1 })
      .with({ id })
      .withStep('step-2')
      .withObservation('films', [film(1), film(2), film(4)], { decision });
    await client.deliver(rest.json());
    await page.locator('[data-stage="step-2/films"]').waitFor();
    await candidates('5 of 5 candidates');
    await page.getByTestId('flow-status').getByText('completed').waitFor();
    expectPeace();
  });
});
