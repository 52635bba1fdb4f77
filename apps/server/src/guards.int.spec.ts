import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { Queue } from 'bullmq';
import { PushLedger, type NewPush } from './ingest/push-ledger.js';
import { startSite, type Site } from './processor/workers.behaviour.js';
import { PushQueue, pushQueueName, type PushJob } from './queue/push-queue.js';
import { selectQueueBackend } from './queue/queue-backend.js';
import { PushEntity } from './storage/entities/push.entity.js';
import { defaultProjectId, flowIdOf, pushIdOf } from './storage/ids.js';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.stop());

describe('the job id alone', () => {
  it('keeps one job of wake-ups that say the same, and another for the next epoch', async () => {
    const { producer } = await selectQueueBackend(undefined, site.databaseUrl);
    const bull = new Queue<PushJob>(pushQueueName, { connection: producer, prefix: 'guards' });
    const queue = new PushQueue(bull, () => undefined);
    const job = { projectId: defaultProjectId, pushId: randomUUID(), epoch: 0 };
    for (let times = 0; times < 3; times++) expect(await queue.wakeAll([job])).toBe(true);
    expect(await bull.getJobCountByTypes('waiting')).toBe(1);
    await queue.wakeAll([{ ...job, epoch: 1 }]);
    expect(await bull.getJobCountByTypes('waiting')).toBe(2);
    await queue.onApplicationShutdown();
  });
});

describe('the unique index alone', () => {
  const aNewPush = (key: string, name: string): NewPush => {
    const body = Buffer.from(aPush(name).json());
    const id = pushIdOf(defaultProjectId, key);
    const digest = Buffer.alloc(32, name);
    const more = {
      body,
      contentType: 'application/json',
      bodyKey: null,
      bodyBytes: body.length,
      warnings: [],
      epoch: 0,
    };
    return { projectId: defaultProjectId, id, flowId: flowIdOf(id), attempt: 1, flowName: name, digest, ...more };
  };

  it('takes one of fifty pushes with one key, from several doors, and keeps its bytes', async () => {
    const doors = [1, 2].map(() => new PushLedger(site.database.getRepository(PushEntity)));
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => doors[n % 2]!.insert(aNewPush(key, `name-${n}`))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    const rows = await site.database.getRepository(PushEntity).findBy({ id: pushIdOf(defaultProjectId, key) });
    expect(rows.map(({ flowName }) => flowName)).toEqual([`name-${answers.indexOf(true)}`]);
  });

  it.each([
    ['alone', 1],
    ['in a group', 3],
  ])('says that a push is in flight, %s, while a twin holds its key uncommitted', async (_how, others) => {
    const door = new PushLedger(site.database.getRepository(PushEntity));
    const key = randomUUID();
    const twin = site.database.createQueryRunner();
    await twin.startTransaction();
    try {
      await new PushLedger(twin.manager.getRepository(PushEntity)).insert(aNewPush(key, 'twin'));
      const more = Array.from({ length: others - 1 }, () => door.insert(aNewPush(randomUUID(), 'other')));
      await expect(door.insert(aNewPush(key, 'late'))).rejects.toMatchObject({ code: 'idempotency-in-flight' });
      expect(await Promise.all(more)).toEqual(Array(others - 1).fill(true));
    } finally {
      await twin.rollbackTransaction();
      await twin.release();
    }
    expect(await door.insert(aNewPush(key, 'late'))).toBe(true);
  });
});
