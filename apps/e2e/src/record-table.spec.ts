import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser, Page } from 'playwright';
import { violationsIn } from './accessibility.js';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const hostile = '=HYPERLINK("http://x","<img src=x onerror=alert(1)>")';
const features = (id: number): object =>
  Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`feature ${at}`, id + at]));
const things = Array.from({ length: 40 }, (_, id) => ({
  id,
  name: id === 0 ? hostile : `thing ${id}`,
  kept: id % 4 === 0,
  why: id % 4 === 0 ? 'good' : 'too far',
  ...features(id),
}));
const push = aPush('wide-night')
  .withStep('choose')
  .withObservation('things', things, { decision: { candidate: 'id', label: 'name', outcome: 'kept', reason: 'why' } });

/** Has the page save what is shown; its name and its text. */
async function exported(page: Page, format: 'csv' | 'json'): Promise<[name: string, text: string]> {
  await page.keyboard.press('e');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`export-${format}`).click()]);
  const text = await readFile(await download.path(), 'utf8');
  await page.keyboard.press('Escape');
  return [download.suggestedFilename(), text];
}

describe('the record table', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let id: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ({ id } = await new TestClient(server.url).deliver(push.json().replace('"id":1,', '"id":9007199254740993,')));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    expect(visitor.requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(server.url))).toEqual([]);
    await visitor.leave();
  });

  async function visit(query = '', scheme: 'light' | 'dark' = 'light'): Promise<Page> {
    visitor = await Visitor.at(browser, server.url, scheme);
    await visitor.page.goto(`/flows/${id}?step=choose${query}`);
    return visitor.page;
  }

  it('is saved as it is shown: filtered, sorted, without what is hidden, and inert in a spreadsheet', async () => {
    const page = await visit('&where=kept%20=%20kept&sort=id&hide=kept&hide=why');
    await visitor.counts('10 of 40 records');
    const [name, text] = await exported(page, 'csv');
    expect(name).toBe('wide-night choose things 10 of 40.csv');
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFid,name,feature 0,/);
    expect(lines[1]).toContain(`0,"'=HYPERLINK(""http://x"",""<img src=x onerror=alert(1)>"")",0,`);
    expect(lines).toHaveLength(12);
  });

  it('is saved as JSON with every digit, and so is the matrix', async () => {
    const page = await visit();
    await visitor.counts('40 of 40 records');
    expect((await exported(page, 'json'))[1]).toContain('"id":9007199254740993,');
    await page.getByTestId('tab-matrix').click();
    await page.getByTestId('matrix-count').getByText('40 of 40 candidates').waitFor();
    const [name, text] = await exported(page, 'json');
    expect(name).toBe('wide-night candidates all 40.json');
    expect(text).toContain('"id":9007199254740993,');
    expect(JSON.parse(text)).toHaveLength(40);
  });

  it('reaches every one of 94 columns, by name and by scrolling', async () => {
    const page = await visit();
    await visitor.counts('40 of 40 records');
    await page.keyboard.press('h');
    await page.getByTestId('find-column').fill('feature 77');
    await page.keyboard.press('Enter');
    await page.getByTestId('sort-feature 77').click();
    await page.getByTestId('record-row').first().getByText('116', { exact: true }).waitFor();
    expect(page.url()).toContain('sort=feature%2077');
  });

  it('pins, hides and resizes columns, and a reload shows the same', async () => {
    const page = await visit();
    await page.getByTestId('about-why').click();
    await page.getByTestId('pin-column').click();
    await page.getByTestId('about-kept').click();
    await page.getByTestId('hide-column').click();
    const width = async (): Promise<number> => (await page.getByTestId('sort-id').boundingBox())?.width ?? 0;
    const before = await width();
    const grip = await page.getByTestId('grip-id').boundingBox();
    await page.mouse.move((grip?.x ?? 0) + 4, (grip?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move((grip?.x ?? 0) + 64, (grip?.y ?? 0) + 10, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/width=id/);
    expect(Math.round((await width()) - before)).toBe(60);
    await page.reload();
    await visitor.counts('40 of 40 records');
    const heads = await page.locator('ft-column-head .sort').allInnerTexts();
    expect(heads.slice(0, 3).map((head) => head.trim())).toEqual(['why', 'id', 'name']);
    expect(Math.round((await width()) - before)).toBe(60);
  });

  it('filters by a value of the picture in a head', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'why: 40 of 40 have a value, 2 different' }).click();
    await page.getByTestId('column-card').getByRole('button', { name: 'good' }).click();
    await visitor.counts('10 of 40 records');
  });

  describe.each(['light', 'dark'] as const)('is accessible in %s', (scheme) => {
    const opened = async (): Promise<Page> => {
      const page = await visit('', scheme);
      await page.getByRole('button', { name: 'why: 40 of 40 have a value' }).waitFor();
      return page;
    };

    it('by itself', async () => {
      expect(await violationsIn(await opened())).toEqual([]);
    });

    it('with the card of a column', async () => {
      const page = await opened();
      await page.getByTestId('about-why').click();
      await page.getByTestId('column-card').getByText('2 different').waitFor();
      expect(await violationsIn(page)).toEqual([]);
    });

    it.each([
      ['columns-menu', 'h'],
      ['export-dialog', 'e'],
      ['help', '?'],
    ])('with the %s that a key opens', async (dialog, key) => {
      const page = await opened();
      await page.keyboard.press(key);
      await page.getByTestId(dialog).waitFor();
      expect(await violationsIn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId(dialog).waitFor({ state: 'detached' });
    });

    it('as statistics', async () => {
      const page = await opened();
      await page.getByTestId('show-stats').click();
      await page.getByTestId('stats-why').getByText('2 different').waitFor();
      expect(await violationsIn(page)).toEqual([]);
    });

    it('as JSON that is searched', async () => {
      const page = await opened();
      await page.getByTestId('show-json').click();
      await page.getByTestId('tree-search').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('thing 39');
      await page.getByTestId('tree-matches').getByText('1 of 1').waitFor();
      expect(await violationsIn(page)).toEqual([]);
      expect(await page.locator('img').count()).toBe(0);
    });
  });
});
