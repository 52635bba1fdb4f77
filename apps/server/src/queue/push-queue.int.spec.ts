import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { startSite, type Site } from '../processor/workers.behaviour.js';
import { defaultProjectId } from '../storage/ids.js';
import { PushQueue, pushQueueName, type PushJob } from './push-queue.js';
import { selectQueueBackend } from './queue-backend.js';

let site: Site;
let bull: Queue<PushJob>;
let queue: PushQueue;
beforeAll(async () => {
  site = await startSite();
  const { producer } = await selectQueueBackend(undefined, site.databaseUrl);
  bull = new Queue<PushJob>(pushQueueName, { connection: producer, prefix: 'wake-ups' });
  queue = new PushQueue(bull, () => undefined);
});
afterAll(async () => {
  await queue?.onApplicationShutdown();
  await site?.stop();
});

describe('wake-ups that come together', () => {
  const jobs = (count: number): PushJob[] =>
    Array.from({ length: count }, () => ({ projectId: defaultProjectId, pushId: randomUUID(), epoch: 0 }));

  async function queued({ together, alone }: { together: number; alone: PushJob[] }): Promise<string[]> {
    await bull.drain();
    for (const job of jobs(together)) queue.wake(job);
    for (const job of alone) queue.wakeAlone(job);
    // Whoever stops hands over what it has gathered.
    await queue.onModuleDestroy();
    return (await bull.getJobs('waiting')).map(({ data }) => data.pushId);
  }

  it.each([
    [1, 1],
    [16, 1],
    [17, 2],
    [500, 2],
  ])('of %d pushes that are taken along become %d jobs', async (together, expected) => {
    expect(await queued({ together, alone: [] })).toHaveLength(expected);
  });

  it('gives each that is taken alone a job, however many come with it', async () => {
    const alone = jobs(7);
    const found = await queued({ together: 500, alone });
    expect(found).toHaveLength(2 + 7);
    expect(found).toEqual(expect.arrayContaining(alone.map(({ pushId }) => pushId)));
  });
});
