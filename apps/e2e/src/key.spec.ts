import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestClient, aPush } from '@flow-trail/testing';
import type { Browser } from 'playwright';
import { startServer, type Server } from './programs.js';
import { Visitor, openBrowser } from './visitor.js';

const shop = 'ft_live_0123456789abcdef';
const lab = 'ft_live_fedcba9876543210';

describe('a server with keys', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    const FLOW_TRAIL_API_KEYS = `${shop}:shop:ingest+read,${lab}:lab:read`;
    [server, browser] = await Promise.all([startServer({ FLOW_TRAIL_API_KEYS }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows a flow and its records to who gives the key of their project, and to nobody else', async () => {
    const push = aPush('behind-a-key')
      .withStep('search')
      .withObservation('films', [{ title: 'Alien' }, { title: 'Heat' }]);
    const { id } = await new TestClient(server.url, shop).deliver(push.json());

    const visitor = await Visitor.at(browser, server.url);
    const { page } = visitor;
    await page.goto(`/flows/${id}`);
    await page.getByTestId('key').fill(shop);
    await page.getByTestId('key').press('Enter');
    await visitor.counts('2 of 2 records');
    await page.reload();
    await visitor.counts('2 of 2 records');
    expect(await page.evaluate('JSON.stringify([location.href, localStorage, document.cookie])')).not.toContain(shop);
    expect(visitor.complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await visitor.leave();

    const other = await Visitor.at(browser, server.url);
    await other.page.goto('/flows');
    await other.page.getByTestId('key').fill(lab);
    await other.page.getByTestId('key').press('Enter');
    await other.page.getByTestId('key').waitFor({ state: 'detached' });
    expect(await other.page.getByText('behind-a-key').count()).toBe(0);
    await other.page.goto(`/flows/${id}`);
    await other.page.getByTestId('failure').waitFor();
    await other.leave();
  });
});
