import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser, Page } from 'playwright';
import { violationsIn } from './accessibility.js';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const shop = 'ft_live_0123456789abcdef';
const lab = 'ft_live_fedcba9876543210';
const nowhere = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

const titles = ['Heat', 'Ronin', 'Thief', 'Drive', 'Collateral', 'Sicario'];
const rating = { rating: { actual: 'rating', op: '>=', threshold: 7 } } as const;
const films = titles.map((title, id) => ({ id, title, rating: 6.4 + id / 2 }));
/** The last part of each score is not recorded. */
const ranked = films.map((film, at) => ({
  ...film,
  won: at < 2,
  why: at < 2 ? 'drawn' : 'not drawn',
  score: 1 - at / 10,
  parts: { reviews: 0.5 - at / 20, recency: 0.3 - at / 20 },
  slot: at % 2 === 0 ? 'early' : 'late',
  chance: 1 / titles.length,
}));
const drawn = {
  candidate: 'id',
  label: 'title',
  outcome: 'won',
  reason: 'why',
  score: 'score',
  contributions: 'parts',
  group: 'slot',
  chance: 'chance',
} as const;
const whole = aPush('film-night')
  .with({ input: { mood: 'tense' }, output: { film: 'Heat' }, tags: ['late'], release: '2.5.0' })
  .withStep('understand', { status: 'failed', reason: 'timed out' })
  .withStep('understand', { reason: 'two words' })
  .withObservation('words', { words: ['heist', 'night'] })
  .withStep('filter')
  .withObservation('films', films, { decision: { candidate: 'id', label: 'title', rules: rating } })
  .withStep('rank')
  .withObservation('draw', ranked, { decision: drawn });
const undeclared = aPush('undeclared')
  .withStep('filter')
  .withObservation(
    'films',
    films.map((film) => ({ ...film, qualified: film.rating >= 7, checks: { rating: { passed: film.rating >= 7 } } })),
  );

interface Screen {
  path: string;
  /** What is done there. */
  act?: (page: Page) => Promise<void>;
  /** Says that it is drawn. */
  shows: string;
}
const press =
  (key: string) =>
  (page: Page): Promise<void> =>
    page.keyboard.press(key);
const click =
  (testId: string) =>
  (page: Page): Promise<void> =>
    page.getByTestId(testId).first().click();

const goTo =
  (text: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-field').fill(text);
  };

const screens: Record<string, Screen> = {
  'the list': { path: '/flows', shows: 'flow-row' },
  'a list that a filter empties': { path: '/flows?name=nothing', shows: 'no-match' },
  'the way to go anywhere': { path: '/flows', act: goTo('film'), shows: 'place' },
  'help on keys': { path: '/flows', act: press('?'), shows: 'help' },
  'the matrix': { path: '/flows/WHOLE', shows: 'matrix-row' },
  'a word of a filter': { path: '/flows/WHOLE', act: press('/'), shows: 'filter-word' },
  'a filter that matches nobody': { path: '/flows/WHOLE?match=label%20%3D%20x', shows: 'no-candidate-matches' },
  'a filter that cannot be read': { path: '/flows/WHOLE?match=label%20%3C', shows: 'filter-problem' },
  'an attempt of several': { path: '/flows/WHOLE?attempt=1', shows: 'attempt-2' },
  'a candidate': { path: '/flows/WHOLE?candidate=2', shows: 'sighted-record' },
  'a candidate that is not there': { path: '/flows/WHOLE?candidate=99', shows: 'verdict' },
  records: { path: '/flows/WHOLE?step=rank', shows: 'record-row' },
  'one record': { path: '/flows/WHOLE?step=rank&record=1', shows: 'record-drawer' },
  'a condition': { path: '/flows/WHOLE?step=rank', act: click('add-condition'), shows: 'condition-editor' },
  'a column': { path: '/flows/WHOLE?step=rank', act: click('about-score'), shows: 'column-card' },
  'the columns': { path: '/flows/WHOLE?step=rank', act: press('h'), shows: 'find-column' },
  'an export': { path: '/flows/WHOLE?step=rank', act: press('e'), shows: 'export-csv' },
  'the records of a filter that matches none': { path: '/flows/WHOLE?step=rank&q=nothing', shows: 'no-record-matches' },
  rules: { path: '/flows/WHOLE?step=filter&view=rules', shows: 'near-misses' },
  'contributions, chances and groups': { path: '/flows/WHOLE?step=rank&view=rules', shows: 'groups' },
  statistics: { path: '/flows/WHOLE?step=rank&view=stats', shows: 'stats-score' },
  JSON: { path: '/flows/WHOLE?step=rank&view=json', shows: 'tree-search' },
  'what is no list': { path: '/flows/WHOLE?step=understand', shows: 'tree-search' },
  'a declaration': { path: '/flows/WHOLE?step=rank&view=declare', shows: 'declaration-json' },
  'all declarations': { path: '/flows/WHOLE?tab=declare', shows: 'declare-all-state' },
  'an offer to declare': { path: '/flows/UNDECLARED', shows: 'find-decisions' },
  'a proposal': { path: '/flows/UNDECLARED?view=declare', shows: 'use-proposal' },
  'all proposals': { path: '/flows/UNDECLARED?tab=declare', shows: 'keep-all' },
  'no steps': { path: '/flows/BARE', shows: 'no-steps' },
  'a flow that is not there': { path: `/flows/${nowhere}`, shows: 'failure' },
  'a flow that was deleted': { path: '/flows/GONE', shows: 'failure' },
  'a page that is not there': { path: '/elsewhere', shows: 'not-found' },
};

describe.each(['light', 'dark'] as const)('in %s, no rule of accessibility is broken by', (scheme) => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    const FLOW_TRAIL_API_KEYS = `${shop}:shop:ingest+read,${lab}:lab:read`;
    [server, browser] = await Promise.all([startServer({ FLOW_TRAIL_API_KEYS }), openBrowser()]);
    const client = new TestClient(server.url, shop);
    const { id } = await client.deliver(whole.json());
    await client.deliver(whole.with({ id, attempt: 2 }).json());
    ids.set('WHOLE', id);
    ids.set('UNDECLARED', (await client.deliver(undeclared.json())).id);
    ids.set('BARE', (await client.deliver(aPush('bare').json())).id);
    ids.set('GONE', (await client.deliver(aPush('gone').json())).id);
    await client.delete(`/api/flows/${ids.get('GONE')}`);
    visitor = await Visitor.at(browser, server.url, scheme);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const shows = (testId: string): Promise<void> => visitor.page.getByTestId(testId).first().waitFor();
  const signIn = async (key: string): Promise<void> => {
    await visitor.page.getByTestId('key').fill(key);
    await visitor.page.getByTestId('key').press('Enter');
  };

  it('the question for a key', async () => {
    await visitor.page.goto('/flows');
    await shows('key');
    expect(await violationsIn(visitor.page)).toEqual([]);
  });

  it('a project without flows', async () => {
    await signIn(lab);
    await shows('first-steps');
    expect(await violationsIn(visitor.page)).toEqual([]);
    await visitor.page.evaluate('sessionStorage.clear()');
    await visitor.page.reload();
    await signIn(shop);
    await shows('flow-row');
  });

  it.each(Object.entries(screens))('%s', async (_, { path, act, shows: sign }) => {
    const { page } = visitor;
    await page.goto(path.replace(/[A-Z]{3,}/, (name) => ids.get(name) ?? name));
    // What keys and clicks are for must be there first.
    if (act)
      await page
        .getByTestId(/^(flow-row|matrix-row|record-row)$/)
        .first()
        .waitFor();
    await act?.(page);
    await shows(sign);
    expect(await violationsIn(page)).toEqual([]);
  });

  it.each(['/flows', '/flows/WHOLE'])('%s while the server is down', async (path) => {
    await visitor.page.route('**/api/**', (route) => route.abort());
    await visitor.page.goto(path.replace('WHOLE', ids.get('WHOLE') ?? ''));
    await shows('failure');
    expect(await violationsIn(visitor.page)).toEqual([]);
  });
});
