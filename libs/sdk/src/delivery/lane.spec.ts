import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { accept, acceptAll, FakePlatform, hang, problem, pushesOf, unreachable } from '../../test/fake-platform.js';
import type { Answer } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { FlowOptions } from '../index.js';

/** Finishes so many flows at once, and lets time pass until all have their receipts. */
async function finishTogether(count: number, script: Answer[], options: FlowOptions = {}, data: unknown = 1) {
  const platform = new FakePlatform(...script);
  const flows = Array.from({ length: count }, (_, i) => {
    const flow = createFlow(`flow ${i}`, { platform, ...options });
    flow.createStep('search').capture({ name: 'films', data }).finish();
    return flow;
  });
  const receipts = await platform.settle(Promise.all(flows.map((flow) => flow.finish())));
  return { platform, flows, receipts, statuses: receipts.map(({ status }) => status) };
}

const sizesOf = ({ requests }: FakePlatform) => requests.map((request) => pushesOf(request).length);
const all = (count: number, status: string) => Array.from({ length: count }, () => status);
const inBatches =
  (answer: Answer): Answer =>
  (request) =>
    (request.url.endsWith('/batch') ? answer : accept())(request);

describe('flows that are more than the budget has room for', () => {
  it('are dropped where too many wait for the server, and taken when they are finished again later', async () => {
    const { flows, receipts, platform } = await finishTogether(6, [], { budget: { memoryBytes: 16 * 1024 } });
    expect(receipts.map(({ status, reason }) => reason ?? status)).toEqual([
      ...[...all(4, 'accepted'), ...all(2, 'over-budget')],
    ]);
    expect(receipts[5]!.error).toMatchObject({ code: 'over-budget', retryable: true });
    expect(await platform.settle(flows[5]!.finish())).toMatchObject({ status: 'accepted' });
  });
});

describe('flows that are finished together', () => {
  it('share requests beyond the first four', async () => {
    const { platform, flows, receipts, statuses } = await finishTogether(20, [acceptAll()], { gzip: false });
    expect(statuses).toEqual(all(20, 'accepted'));
    expect(sizesOf(platform)).toEqual([1, 1, 1, 1, 16]);
    const { url, headers } = platform.requests[4]!;
    expect(url).toBe('http://127.0.0.1:3000/api/flows/batch');
    expect(headers).not.toHaveProperty('idempotency-key');
    expect(headers).toMatchObject({ 'content-type': 'application/json' });
    expect(receipts.map(({ id, url: shown }) => shown.endsWith(id))).toEqual(flows.map(() => true));
    const keys = platform.requests.flatMap(pushesOf).map(({ key }) => key);
    expect(new Set(keys).size).toBe(20);
  });

  it('share one compression too', async () => {
    const platform = new FakePlatform(acceptAll());
    // No time passes: a timer that fires while a thread compresses would end the request.
    await Promise.all(Array.from({ length: 20 }, (_, i) => createFlow(`flow ${i}`, { platform }).finish()));
    expect(platform.requests[4]!.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(sizesOf(platform)).toEqual([1, 1, 1, 1, 16]);
  });

  it('are at most a hundred in a request', async () => {
    const { platform } = await finishTogether(250, [acceptAll()], { gzip: false });
    expect(sizesOf(platform)).toEqual([1, 1, 1, 1, 100, 100, 46]);
  });

  it('are at most four requests at a time, and large ones go alone', async () => {
    let open = 0;
    let most = 0;
    const counting: Answer = async (request) => {
      most = Math.max(most, ++open);
      await turn();
      open -= 1;
      return accept()(request);
    };
    const { platform, statuses } = await finishTogether(12, [counting], { gzip: false }, 'x'.repeat(20_000));
    expect([most, statuses]).toEqual([4, all(12, 'accepted')]);
    expect(sizesOf(platform)).toEqual(all(12, '').map(() => 1));
  });

  it('do not wait for requests that were given up, also where fetch does not heed the signal', async () => {
    const { statuses } = await finishTogether(8, [hang, hang, hang, hang, acceptAll()], { gzip: false });
    expect(statuses).toEqual(all(8, 'accepted'));
  });

  it('with keys of different projects do not share', async () => {
    const platform = new FakePlatform(acceptAll());
    const flows = Array.from({ length: 40 }, (_, i) =>
      createFlow(`flow ${i}`, { platform, gzip: false, apiKey: `key-${i % 2}` }),
    );
    await platform.settle(Promise.all(flows.map((flow) => flow.finish())));
    const authorized = platform.requests.map(({ headers, ...request }) => [
      headers['authorization'],
      new Set(pushesOf({ ...request, headers }).map(({ push }) => Number(push.flow.name.slice(5)) % 2)),
    ]);
    for (const [authorization, projects] of authorized)
      expect(projects).toEqual(new Set([Number(String(authorization).slice(-1))]));
  });
});

describe('each flow of a batch', () => {
  const refusal = { status: 422, code: 'validation-failed', title: 'T', detail: 'D', digest: undefined };
  const outcomes = async (change: (name: string) => Record<string, unknown>) => {
    const { receipts, platform } = await finishTogether(7, [acceptAll(change)], { gzip: false, maxRetries: 0 });
    return { platform, outcome: receipts.slice(4).map(({ status, reason }) => reason ?? status) };
  };

  it('has its own answer', async () => {
    const { outcome } = await outcomes((name) => (name === 'flow 5' ? refusal : {}));
    expect(outcome).toEqual(['accepted', 'refused', 'accepted']);
  });

  it.each([
    ['another digest', { digest: '0'.repeat(64) }],
    ['another flow', { id: '0192f0c1-7a6b-7c3d-8e4f-5a6b7c8d9e0f' }],
    ['another key', { key: '0192f0c1-7a6b-7c3d-8e4f-5a6b7c8d9e0f' }],
    ['no status', { status: undefined }],
  ])('is not delivered by %s', async (_, change) => {
    const { outcome } = await outcomes((name) => (name === 'flow 5' ? change : {}));
    expect(outcome).toEqual(['accepted', 'unexpected-response', 'accepted']);
  });

  it('is tried again under its own key, as the same bytes', async () => {
    let isFirst = true;
    const busy = { status: 503, code: 'overloaded', title: 'T', detail: 'D' };
    const once = (name: string) => (name === 'flow 5' && isFirst ? ((isFirst = false), busy) : {});
    const { platform, statuses } = await finishTogether(7, [acceptAll(once)], { gzip: false });
    expect(statuses).toEqual(all(7, 'accepted'));
    const tries = platform.requests.flatMap(pushesOf).filter(({ push }) => push.flow.name === 'flow 5');
    expect(tries).toHaveLength(2);
    expect(tries[0]).toEqual(tries[1]);
  });
});

describe('a batch as a whole', () => {
  it.each([
    ['is not known to an older server', problem(404, 'not-found')],
    ['is too large for the server', problem(413, 'payload-too-large')],
    ['is not understood', problem(400, 'invalid-json')],
  ])('that %s goes one by one, and so does what comes later', async (_, answer) => {
    const { platform, statuses } = await finishTogether(12, [inBatches(answer)], { gzip: false });
    expect(statuses).toEqual(all(12, 'accepted'));
    expect(sizesOf(platform).filter((size) => size > 1)).toEqual([8]);
    expect(sizesOf(platform).filter((size) => size === 1)).toHaveLength(12);
  });

  it.each<[string, Answer, string]>([
    ['no connection', unreachable, 'network-error'],
    ['an answer that never comes', hang, 'timeout'],
    ['500', problem(500, 'internal'), 'unavailable'],
    ['401', problem(401, 'unauthenticated'), 'unauthenticated'],
    ['a redirect', () => new Response(null, { status: 302 }), 'unexpected-response'],
    ['the page of a captive portal', () => new Response('<h1>'), 'unexpected-response'],
    ['results for others', () => Response.json({ results: [{ key: 'x', status: 202 }] }), 'unexpected-response'],
  ])('that meets %s drops its flows with that reason', async (_, answer, reason) => {
    const { receipts } = await finishTogether(6, [inBatches(answer)], { gzip: false, maxRetries: 0 });
    expect(receipts.map((receipt) => receipt.reason)).toEqual([...all(4, '').map(() => undefined), reason, reason]);
  });

  it('is waited for as long as the server asks', async () => {
    let batches = 0;
    const busyOnce: Answer = (request) =>
      (request.url.endsWith('/batch') && ++batches === 1
        ? problem(429, 'rate-limited', { 'retry-after': '7' })
        : acceptAll())(request);
    const { platform, statuses } = await finishTogether(6, [busyOnce], { gzip: false });
    expect(statuses).toEqual(all(6, 'accepted'));
    const [first, second] = [platform.requests[4]!, platform.requests[5]!];
    expect(second.at - first.at).toBe(7000);
  });
});
