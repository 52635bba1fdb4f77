import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, TestClient } from '@flow-trail/testing';
import type { Browser, Page } from 'playwright';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

const why = 'the model timed out after every attempt that it was allowed';
const films = Array.from({ length: 20 }, (_, id) => ({ id, kept: id > 2, why: id > 2 ? 'fits' : why }));
const judged = { candidate: 'id', outcome: 'kept', reason: 'why' };
const push = ['search the catalogue', 'judge', 'rank', 'select', 'draw'].reduce(
  (made, step) => made.withStep(step).withObservation('films', films, { decision: judged }),
  aPush('a flow with a name that is rather long').with({ tags: ['late', 'production'], release: '2.5.0' }),
);

/** Whether a part of the page that must be seen ends beyond the edge of another. */
const endsInside = (page: Page, part: string, whole: string): Promise<boolean> =>
  page.evaluate(
    ([inner = '', outer = '']) =>
      [...document.querySelectorAll(outer)].every((box) =>
        [...box.querySelectorAll(inner)].every(
          (each) => each.getBoundingClientRect().right <= box.getBoundingClientRect().right,
        ),
      ),
    [part, whole],
  );

describe('on a narrow screen', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;
  let id: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ({ id } = await new TestClient(server.url).deliver(push.json()));
    visitor = await Visitor.at(browser, server.url);
    await visitor.page.setViewportSize({ width: 390, height: 844 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('the list says what was decided, and when', async () => {
    const { page } = visitor;
    await page.goto('/flows');
    await page.getByTestId('flow-row').waitFor();
    expect(await page.getByText('were selected').isVisible()).toBe(true);
    expect(await endsInside(page, '.reason, .when', 'ft-flow-list')).toBe(true);
    expect(await endsInside(page, 'header, main', 'html')).toBe(true);
  });

  it('the page of a flow puts below each other what has no room side by side', async () => {
    const { page } = visitor;
    await page.goto(`/flows/${id}?candidate=0`);
    await page.getByTestId('sentence').waitFor();
    await page.getByTestId('step').first().waitFor();
    await page.getByTestId('matrix-row').first().waitFor();
    expect(await endsInside(page, 'header, main, ft-candidate-panel, ft-step-list, .detail', 'html')).toBe(true);
  });

  it('a stage with a long reason keeps its numbers', async () => {
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await page.getByTestId('stage').nth(1).waitFor();
    expect(await endsInside(page, '.counts, li .number', '[data-testid="stage"]')).toBe(true);
  });
});
