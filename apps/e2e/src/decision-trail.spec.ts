import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowPage } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';
import type { Browser } from 'playwright';
import { violationsIn } from './accessibility.js';
import { runDemo, startServer, type Server } from './programs.js';
import { Visitor, openBrowser } from './visitor.js';

describe('a decision trail, from the demo to the page', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let client: TestClient;
  let flows: FlowPage['flows'];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    client = new TestClient(server.url);
    await runDemo(server.url, 4, 42);
    do flows = ((await (await client.get('/api/flows?name=movie-night')).json()) as FlowPage).flows;
    while (flows.length < 4);
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

  const completed = (): FlowPage['flows'][number] => {
    const flow = flows.find(({ status }) => status === 'completed');
    if (!flow) throw new Error('the demo with seed 42 completes at least one of four runs');
    return flow;
  };

  it('is found in the list, opened and filtered; a reload shows the same without asking for data', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto('/');
    await page
      .getByText(completed().reason ?? '')
      .first()
      .waitFor();
    await page.getByPlaceholder('Filter by name').fill('movie');
    await page.locator(`a[href*="${completed().id}"]`).first().click();
    await page
      .getByTestId('answer')
      .getByText(completed().reason ?? '')
      .waitFor();

    await page.getByTestId('step').and(page.locator('[data-step="filters"]')).click();
    await visitor.counts('3,201 of 3,201 records');
    await page.getByTestId('record-search').fill('toy story');
    await visitor.counts('3 of 3,201 records');
    await page.getByTestId('add-condition').click();
    await page.getByTestId('condition-path').selectOption({ label: 'year' });
    await page.getByTestId('condition-op').selectOption('>=');
    await page.getByTestId('condition-value').fill('1999');
    await page.getByTestId('condition-add').click();
    await visitor.counts('2 of 3,201 records');
    await page.getByTestId('sort-title').click();
    expect(visitor.dataRequests().length).toBeGreaterThan(0);

    visitor.requests.length = 0;
    await page.reload();
    await visitor.counts('2 of 3,201 records');
    await page.getByTestId('record-row').nth(1).waitFor();
    expect(await page.getByTestId('record-row').count()).toBe(2);
    expect(await page.getByTestId('data-origin').innerText()).toContain('from cache');
    expect(visitor.dataRequests()).toEqual([]);
  });

  it('shows a failed try beside the one that went on', async () => {
    visitor = await Visitor.at(browser, server.url);
    const { id } = await client.deliver(
      aPush('two tries')
        .withStep('judge', { status: 'failed', reason: 'timed out after 90 ms' })
        .withStep('judge', { reason: 'scored 2 films' })
        .withObservation('scores', [{ film: 'Heat', score: 0.91 }])
        .json(),
    );
    await visitor.page.goto(`/flows/${id}`);
    await visitor.counts('1 of 1 record');
    const steps = visitor.page.getByTestId('step');
    expect(await steps.evaluateAll((all) => all.map((step) => step.getAttribute('data-status')))).toEqual([
      'failed',
      'completed',
    ]);
    expect(await visitor.page.getByTestId('try').allInnerTexts()).toEqual(['try 1', 'try 2']);
  });

  it('shows numbers exactly and hostile text as text', async () => {
    visitor = await Visitor.at(browser, server.url);
    const hostile = `<img src=x onerror=alert(1)><script>alert(2)</script>`;
    const body = aPush(hostile)
      .with({ reason: hostile, tags: [hostile] })
      .withStep(hostile, { reason: 'javascript:alert(3)' })
      .withObservation(hostile, [{ id: 0, note: hostile }])
      .json()
      .replace('"id":0', '"id":9007199254740993,"ratio":1.0,"__proto__":{"x":-0}');
    const { id } = await client.deliver(body);
    await visitor.page.goto(`/flows/${id}`);
    await visitor.counts('1 of 1 record');
    const row = await visitor.page.getByTestId('record-row').innerText();
    for (const text of ['9007199254740993', '1.0', hostile]) expect(row).toContain(text);
    expect(await visitor.page.locator('img, script:not([src])').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    visitor = await Visitor.at(browser, server.url, scheme);
    for (const [path, sign] of [
      ['/flows', completed().reason ?? ''],
      [`/flows/${completed().id}`, completed().reason ?? ''],
    ] as const) {
      await visitor.page.goto(path);
      await visitor.page.getByText(sign).first().waitFor();
      expect(await violationsIn(visitor.page)).toEqual([]);
    }
  });

  it('says what to do for a flow that is not there', async () => {
    visitor = await Visitor.at(browser, server.url);
    await visitor.page.goto('/flows/6f9619ff-8b86-4d01-b42d-00cf4fc964ff');
    await visitor.page.getByTestId('failure').waitFor();
    // The browser itself reports the 404 of the API.
    visitor.complaints.splice(0, 1, ...visitor.complaints.slice(0, 1).filter((text) => !text.includes('404')));
  });
});
