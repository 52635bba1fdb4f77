import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser } from 'playwright';
import { violationsIn } from './accessibility.js';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const hostile = '<img src=x onerror=alert(1)>';
const titles = ['Heat', hostile, 'Thief', 'Drive', 'Ronin'];
const film = (id: number): { id: number; title: string } => ({ id, title: titles[id] ?? '' });
const rating = { rating: { actual: 'rating', op: '>=', threshold: 7 } } as const;
const ratings = [8.2, 6.9, 6.4, 7.8, 7.5];

/** Ronin vanishes after the filter, and nobody says why Drive was dropped. */
const declared = aPush('film-night')
  .with({ reason: null })
  .withStep('search')
  .withObservation(
    'films',
    titles.map((_, id) => film(id)),
    { decision: { candidate: 'id', label: 'title' } },
  )
  .withStep('filters')
  .withObservation(
    'films',
    titles.map((_, id) => ({ ...film(id), rating: ratings[id] ?? 0 })),
    {
      decision: { candidate: 'id', label: 'title', rules: rating },
    },
  )
  .withStep('select')
  .withObservation(
    'draw',
    [
      { ...film(0), won: true },
      { ...film(3), won: false },
    ],
    { decision: { candidate: 'id', label: 'title', outcome: 'won', reason: 'why' } },
  );

const choice = aPush('choice')
  .withStep('select')
  .withObservation(
    'choice',
    [
      { ...film(0), won: true },
      { ...film(2), won: false, why: 'too long' },
      { ...film(3), won: false, why: 'too old' },
    ],
    { decision: { candidate: 'id', label: 'title', outcome: 'won', reason: 'why' } },
  );

const rows = Array.from({ length: 12 }, (_, at) => ({
  asin: `B${at}`,
  title: `Bottle ${at}`,
  qualified: at % 3 === 0,
  filter_results: { price_range: { passed: at % 3 === 0, detail: at % 3 === 0 ? 'within' : 'above' } },
}));
const undeclared = aPush('competitor search').withStep('filter').withObservation('evaluation', { candidates: rows });

const undeclaredWhole = aPush('competitor funnel')
  .withStep('search')
  .withObservation('results', { total_results: 30, candidates: rows.map(({ asin, title }) => ({ asin, title })) })
  .withStep('filter')
  .withObservation('evaluation', { candidates: rows });

const manyPages = Array.from({ length: 40 }, (_, at) => at + 1).reduce((push, iteration) => {
  const status = iteration === 39 ? 'failed' : 'completed';
  return push
    .withStep('page', { iteration })
    .withStep('fetch', { iteration, status, parent: { name: 'page', iteration } });
}, aPush('crawl'));

describe('the answers of a flow', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let client: TestClient;
  let id: string;
  let silentId: string;
  let wholeId: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ FLOW_TRAIL_RECONCILE_SECONDS: '1' }), openBrowser()]);
    client = new TestClient(server.url);
    ({ id } = await client.deliver(declared.json()));
    ({ id: silentId } = await client.deliver(undeclared.json()));
    ({ id: wholeId } = await client.deliver(undeclaredWhole.json()));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    expect(visitor.requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([]);
    await visitor.leave();
  });

  it('counts what nobody explained, and leads to it in one click', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await page.getByTestId('unexplained').getByText('2 unexplained in all stages').waitFor();
    await page.locator('[data-stage="select/draw"]').getByRole('link', { name: 'unexplained 1' }).click();
    await page.getByTestId('matrix-count').getByText('1 of 5 candidates').waitFor();
    await page.locator('[data-stage="filters/films"]').getByRole('link', { name: 'vanished 1' }).click();
    await page.getByTestId('matrix-count').getByText('1 of 5 candidates').waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows one unexplained in red when one reason is taken away, one click from its record', async () => {
    const less = choice.json().replace(',"why":"too long"', '');
    const [whole, lacking] = [await client.deliver(choice.json()), await client.deliver(less)];
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${whole.id}`);
    await page.getByTestId('unexplained').getByText('0 unexplained in all stages').waitFor();
    await page.goto(`/flows/${lacking.id}`);
    const count = page.getByTestId('unexplained').getByText('1 unexplained in all stages');
    await count.waitFor();
    expect(await count.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(176, 13, 91)');
    await page.locator('[data-stage="select/choice"]').getByRole('link', { name: 'unexplained 1' }).click();
    await page.getByTestId('matrix-count').getByText('1 of 3 candidates').waitFor();
    await page.getByTestId('matrix-row').nth(1).waitFor({ state: 'detached' });
    expect(await page.getByTestId('matrix-row').innerText()).toContain('Thief');
    await page.getByTestId('sighted-record').getByText('"Thief"').waitFor();
    await page.getByTestId('sentence').getByText('Unexplained at select').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    for (const link of [count, page.getByTestId('check').getByRole('link', { name: '1 unexplained' })]) {
      await page.goto(`/flows/${lacking.id}`);
      await link.click();
      await page.getByTestId('matrix-count').getByText('1 of 3 candidates').waitFor();
      await page.getByTestId('sighted-record').getByText('"Thief"').waitFor();
    }
  });

  it('opens a flow of the list with enter, and folds many steps under those that they are part of', async () => {
    const { id: longId } = await client.deliver(manyPages.json());
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto('/flows');
    await page.locator(`[data-flow-id="${longId}"]`).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/flows/${longId}?*`);
    await page.getByTestId('failed-below').getByText('1 failed').waitFor();
    const fetches = page.getByTestId('step').getByText('fetch');
    // The last step is the chosen one.
    expect(await fetches.count()).toBe(1);
    await page.getByTestId('fold').first().focus();
    await page.keyboard.press('Enter');
    await fetches.nth(1).waitFor();
    expect(await violationsIn(page)).toEqual([]);
  });

  it('says why by keyboard: go to a candidate, read the answer, open its record', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await page.getByTestId('funnel').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-field').fill('2');
    await page.getByTestId('place').getByText('Thief').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('sentence').getByText('Dropped at filters by rule rating: 6.4 < 7.').waitFor();
    await page.getByTestId('path-place').last().click();
    await page.getByTestId('record-drawer').getByText('"Thief"').waitFor();
    expect(page.url()).toContain('candidate=2');
  });

  it('finds what is typed before the way to go anywhere has come', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.route('**/chunk-*.js', async (route) => {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.fulfill({ response });
    });
    await page.goto('/flows');
    await page.getByTestId('open-palette').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('movie?e');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.getByTestId('palette-field').waitFor();
    await page.keyboard.type('-night');
    expect(await page.getByTestId('palette-field').inputValue()).toBe('movie-night');
    expect(await page.getByTestId('help').count()).toBe(0);
  });

  it('says of each rule whom it alone kept out, and who only just failed', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}?step=filters`);
    await page.getByTestId('show-rules').click();
    await page.getByTestId('near-misses').getByText('6.9, short by 0.1').waitFor();
    await page.getByTestId('rule').getByRole('link').nth(2).click();
    await page.getByTestId('matrix-count').getByText('2 of 5 candidates').waitFor();
  });

  it('lights up in three clicks a whole flow whose client declares nothing', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${wholeId}`);
    await page.getByTestId('find-decisions').click();
    const places = page.getByTestId('found-decision');
    await places.nth(1).getByText('12 in = 4 kept + 8 dropped').waitFor();
    await page.getByTestId('keep-all').and(page.locator(':enabled')).waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.getByTestId('keep-all').click();
    await page.getByTestId('declare-all-state').getByText('All past runs are read by them.').waitFor();
    await page.locator('[data-stage="filter/evaluation"]').getByText('price_range').waitFor();
    await page.getByTestId('declare-all-state').getByRole('link').click();
    await page.getByTestId('matrix-count').getByText('12 of 12 candidates').waitFor();
  });

  it('lights up one observation whose client declares nothing', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${silentId}`);
    await page.getByTestId('propose').click();
    await page.getByTestId('preview').getByText('12 in = 4 kept + 8 dropped').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.getByTestId('use-proposal').click();
    await page.getByTestId('funnel').waitFor();
    await page.locator('[data-stage="filter/evaluation"]').getByText('price_range').waitFor();
    await page.getByTestId('saved').getByText('All past runs are read by it.').waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    visitor = await Visitor.at(browser, server.url, scheme);
    const { page } = visitor;
    await page.goto(`/flows/${id}?step=filters&view=rules&candidate=2`);
    await page.getByTestId('sentence').waitFor();
    await page.getByTestId('rule-table').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByTestId('place').first().waitFor();
    expect(await violationsIn(page)).toEqual([]);
  });
});
