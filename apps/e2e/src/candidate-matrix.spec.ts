import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser } from 'playwright';
import { violationsIn } from './accessibility.js';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const hostile = '<img src=x onerror=alert(1)>';
const titles = ['Heat', hostile, 'Thief', 'Drive'];
const rules = {
  rating: { actual: 'rating', op: '>=', threshold: 7 },
  votes: { actual: 'votes', op: '>=', threshold: 1000 },
} as const;
const ratings = [8.2, 6.1, 6.4, 7.8];
const votes = [9000, 9000, 812, 5000];

const push = aPush('film-night')
  .withStep('search')
  .withObservation(
    'films',
    titles.map((title, id) => ({ id, title, rank: id + 1 })),
    { decision: { candidate: 'id', label: 'title', rank: 'rank' } },
  )
  .withStep('filters')
  .withObservation(
    'films',
    titles.map((_, id) => ({ id, rating: ratings[id] ?? 0, votes: votes[id] ?? 0 })),
    { decision: { candidate: 'id', rules } },
  );

describe('the candidate matrix', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let id: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ({ id } = await new TestClient(server.url).deliver(push.json()));
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

  const shows = (count: string): Promise<void> =>
    visitor.page.getByTestId('matrix-count').getByText(count, { exact: true }).waitFor();

  it('answers by keyboard which of the top results a filter dropped, and would have been kept but for one rule', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await shows('4 of 4 candidates');
    await page.keyboard.press('/');
    await page.keyboard.type('search.rank <= 10 and fil');
    await page.getByTestId('filter-word').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('outcome = dropped and filters.failed alone = any');
    await shows('1 of 4 candidates');
    await page.keyboard.press('Enter');
    await page.getByTestId('matrix-row').nth(1).waitFor({ state: 'detached' });
    expect(await page.getByTestId('matrix-row').innerText()).toMatch(/onerror=alert\(1\)>\s*1\s[^]*6\.1 < 7[^]*alone/);
    expect(await page.locator('img').count()).toBe(0);

    await page.reload();
    await shows('1 of 4 candidates');
  });

  it('offers that question first: three keys answer it, one more says why', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await shows('4 of 4 candidates');
    await page.keyboard.press('/');
    await page.keyboard.press('Tab');
    await shows('1 of 4 candidates');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByTestId('sentence').getByText('Dropped at filters by rule rating: 6.1 < 7.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('candidate-panel').waitFor({ state: 'detached' });
  });

  it('says of a filtered list that more is still being read', async () => {
    const films = Array.from({ length: 60 }, (_, film) => ({ id: film, rating: film % 3 === 0 ? 6.1 : 8.2 }));
    const long = aPush('long-night')
      .withStep('search')
      .withObservation('found', films, { decision: { candidate: 'id' } })
      .withStep('filters')
      .withObservation('judged', films, { decision: { candidate: 'id', rules: { rating: rules.rating } } });
    const client = new TestClient(server.url);
    const { id: longId } = await client.deliver(long.json());
    const { steps } = await client.readable(longId);
    const judged = steps[1]?.observations[0]?.id ?? '';
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    let letGo = (): void => undefined;
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(`**/observations/${judged}/data*`, async (route) => {
      await isLetGo;
      await route.continue();
    });
    await page.goto(`/flows/${longId}?match=${encodeURIComponent('filters.outcome = dropped')}`);
    await shows('0 of 60 candidates read so far');
    expect(await page.getByTestId('matrix-progress').innerText()).toMatch(/of 120\s+records read$/);
    expect(await page.getByTestId('no-candidate-matches').count()).toBe(0);
    expect(await page.getByTestId('export').count()).toBe(0);
    letGo();
    await shows('20 of 60 candidates');
    await page.getByTestId('export').waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    visitor = await Visitor.at(browser, server.url, scheme);
    const { page } = visitor;
    await page.goto(`/flows/${id}?match=${encodeURIComponent('search.rank <= x')}`);
    await page.getByTestId('filter-problem').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.getByTestId('tally-dropped').click();
    await shows('2 of 4 candidates');
    await page.getByTestId('matrix-filter').press('End');
    await page.keyboard.type(' ');
    await page.getByTestId('filter-word').first().waitFor();
    expect(await violationsIn(page)).toEqual([]);
  });
});
