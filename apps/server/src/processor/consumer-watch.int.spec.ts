import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { ConsumerWatch } from './consumer-watch.js';
import { ProcessorMetrics } from './processor-metrics.js';
import { accept, startSite, startWorker, type Site } from './workers.behaviour.js';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.stop());
afterEach(async () => {
  jest.restoreAllMocks();
  await site.database.query('truncate push cascade');
});

const now = performance.now.bind(performance);
const letPass = (seconds: number) => jest.spyOn(performance, 'now').mockImplementation(() => now() + seconds * 1000);
const acceptLongAgo = async (): Promise<void> => {
  const { pushId } = await accept(site.database, aPush().withStep('s').withObservation('o', [1]).json());
  await site.database.query(`update push set received_at = now() - interval '70 s' where id = $1`, [pushId]);
};
const troubleOf = async (metrics: ProcessorMetrics): Promise<string | undefined> => {
  const watch = new ConsumerWatch(site.database, metrics);
  await watch.look();
  return watch.trouble;
};

describe('a consumer that takes nothing for a minute', () => {
  it('is in trouble while something waits', async () => {
    await acceptLongAgo();
    const metrics = new ProcessorMetrics();
    expect(await troubleOf(metrics)).toBeUndefined();
    letPass(61);
    expect(await troubleOf(metrics)).toMatch(/^Pushes wait, the oldest for 7\d s, and none was taken for 61 s\.$/);
  });

  it('is well when nothing waits, or only what rests or has just come', async () => {
    const metrics = new ProcessorMetrics();
    letPass(61);
    expect(await troubleOf(metrics)).toBeUndefined();
    await acceptLongAgo();
    await site.database.query('update push set resting = true');
    await accept(site.database, aPush().json());
    expect(await troubleOf(metrics)).toBeUndefined();
  });

  it('is well as far as anyone knows while the database does not answer', async () => {
    await acceptLongAgo();
    const metrics = new ProcessorMetrics();
    letPass(61);
    jest.spyOn(site.database, 'query').mockRejectedValueOnce(new Error('connection refused'));
    expect(await troubleOf(metrics)).toBeUndefined();
    expect(await troubleOf(metrics)).toMatch(/^Pushes wait/);
  });
});

describe('a consumer with pushes in work', () => {
  it('has five minutes for them', async () => {
    await acceptLongAgo();
    const metrics = new ProcessorMetrics();
    metrics.took([{ bodyBytes: 1 }]);
    letPass(200);
    expect(await troubleOf(metrics)).toBeUndefined();
    letPass(301);
    expect(await troubleOf(metrics)).toBe('1 pushes have been in work for 301 s and none gets on.');
  });

  it('gets on with each that it takes or lets go', async () => {
    const worker = await startWorker(site);
    await acceptLongAgo();
    letPass(1000);
    expect(worker.metrics.idleSeconds).toBeGreaterThan(900);
    await worker.drain.takeAll();
    expect(worker.metrics.idleSeconds).toBeLessThan(60);
    expect(worker.metrics.inHand).toBe(0);
    const text = await worker.metrics.registry.metrics();
    expect(text).toContain('flowtrail_processor_claimed_total 1');
    expect(text).toContain('flowtrail_processor_tries_total{outcome="committed"} 1');
    expect(text).toMatch(/flowtrail_processor_claimed_bytes_total \d{3}/);
    await worker.stop();
  });
});
