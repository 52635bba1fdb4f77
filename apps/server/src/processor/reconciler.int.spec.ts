import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { readConfig } from '../config/environment.js';
import type { PushJob, PushQueue } from '../queue/push-queue.js';
import { PushEntity } from '../storage/entities/push.entity.js';
import { Reconciler } from './reconciler.js';
import { accept, startSite, startWorker, type Site, type TestWorker } from './workers.behaviour.js';

let site: Site;
let worker: TestWorker;

beforeAll(async () => {
  site = await startSite();
  worker = await startWorker(site);
});
afterAll(async () => {
  await worker?.stop();
  await site?.stop();
});

/** A queue that says whether it takes wake-ups, and remembers them. */
class FakeQueue {
  readonly jobs: PushJob[] = [];

  constructor(private readonly isUp: boolean) {}

  async wakeAll(jobs: PushJob[]): Promise<boolean> {
    if (this.isUp) this.jobs.push(...jobs);
    return this.isUp;
  }
}

async function reconcile(queue: FakeQueue): Promise<void> {
  const config = readConfig({ DATABASE_URL: site.databaseUrl });
  const pushes = site.database.getRepository(PushEntity);
  const reconciler = new Reconciler(config, pushes, queue as unknown as PushQueue, worker.drain);
  reconciler.onApplicationBootstrap();
  await reconciler.onModuleDestroy();
}

const flows = async (): Promise<number> => Number((await site.database.query('select count(*) from flow'))[0].count);

describe('the reconciler', () => {
  it('wakes what waits too long, and leaves alone what does not', async () => {
    const { pushId } = await accept(site.database, aPush('due').json());
    await site.database.query('update push set next_try_at = now() where id = $1', [pushId]);
    await accept(site.database, aPush('young').json());
    const queue = new FakeQueue(true);
    await reconcile(queue);
    expect(queue.jobs).toMatchObject([{ pushId, epoch: 1 }]);
    await reconcile(queue);
    expect(queue.jobs).toHaveLength(1);
    await worker.drain.takeAll();
  });

  it('processes all that waits when the queue takes no wake-ups', async () => {
    const before = await flows();
    for (let n = 0; n < 300; n++) await accept(site.database, aPush(`flow-${n}`).json());
    await site.database.query(`update push set next_try_at = now() where state = 'accepted'`);
    await reconcile(new FakeQueue(false));
    expect((await flows()) - before).toBe(300);
  });

  it('takes back what a worker that died had in hand', async () => {
    const { pushId } = await accept(site.database, aPush('left').json());
    await site.database.query(`update push set state = 'processing', attempts = 1, next_try_at = now() where id = $1`, [
      pushId,
    ]);
    await reconcile(new FakeQueue(false));
    const [row] = await site.database.query('select state from push where id = $1', [pushId]);
    expect(row.state).toBe('ready');
  });
});
