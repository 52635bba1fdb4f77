import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { accept, startSite, startWorker, type Site, type TestWorker } from '../processor/workers.behaviour.js';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { defaultProjectId } from '../storage/ids.js';
import { Lists1795460000000 } from '../storage/migrations/1795460000000-lists.js';
import { FlowList } from './flow-list.js';
import { FlowListQuery } from './flow-query.js';

let site: Site;
let worker: TestWorker;
let list: FlowList;

beforeAll(async () => {
  site = await startSite();
  worker = await startWorker(site);
  list = new FlowList(site.database.getRepository(FlowEntity));
});
afterAll(async () => {
  await worker?.stop();
  await site?.stop();
});

const found = async (query: Partial<FlowListQuery>, projectId = defaultProjectId): Promise<string[]> =>
  (await list.page(projectId, Object.assign(new FlowListQuery(), query))).flows.map(({ name }) => name).sort();

const deliver = async (...pushes: string[]): Promise<void> => {
  for (const push of pushes) await accept(site.database, push);
  await worker.drain.takeAll();
};

/** Flows that differ in nothing but their names. */
const copy = (names: string, count: number): Promise<unknown> =>
  site.database.query(
    `insert into flow select made.* from flow, generate_series(1, $2) as n,
       jsonb_populate_record(flow, jsonb_build_object('id', gen_random_uuid(), 'name', $1 || n)) as made
     where flow.name = 'template'`,
    [names, count],
  );

describe('a list of flows', () => {
  beforeAll(async () => {
    await deliver(
      aPush('template').json(),
      aPush('Movie Night').json(),
      aPush('movie day').with({ status: 'failed' }).json(),
      aPush('silent').with({ finishedAt: null, status: 'running', heartbeatSeconds: 5 }).json(),
      aPush('beating').with({ finishedAt: null, status: 'running', heartbeatSeconds: 5 }).json(),
    );
    await site.database.query(`update flow set last_push_at = now() - interval '1 minute' where name = 'silent'`);
  });

  it('finds a part of a name in any case', async () => {
    expect(await found({ name: 'MOVIE' })).toEqual(['Movie Night', 'movie day']);
    expect(await found({ name: 'movie d' })).toEqual(['movie day']);
    expect(await found({ name: 'absent' })).toEqual([]);
  });

  it('finds nothing of another project', async () => {
    expect(await found({ name: 'movie' }, '11111111-1111-4111-8111-111111111111')).toEqual([]);
  });

  it.each([
    [['failed'], ['movie day']],
    [['running'], ['beating']],
    [['interrupted'], ['silent']],
    [
      ['interrupted', 'running', 'failed'],
      ['beating', 'movie day', 'silent'],
    ],
    [['completed'], ['Movie Night', 'template']],
  ] as const)('finds those that are %j', async (status, names) => {
    expect(await found({ status: [...status] })).toEqual(names);
  });

  it('finds the same when every run has a name of its own', async () => {
    await copy('run ', 2_100);
    expect(await found({ name: 'MOVIE' })).toEqual(['Movie Night', 'movie day']);
    expect(await found({ name: 'run 2099' })).toEqual(['run 2099']);
  });
});

describe('a list of flows', () => {
  it('finds one by the beginning of its id, and by the end by which people name it', async () => {
    const id = '0199a41f-7c02-7d11-a000-00000face0ff';
    await deliver(aPush('by id').with({ id }).json());
    for (const part of ['0199a41f', '0199A41F-7c02-7d', id, 'ace0ff', 'ACE0FF'])
      expect([part, await found({ id: part })]).toEqual([part, ['by id']]);
    for (const part of ['0199a420', 'ace0fe', '0199a41f-7c03']) expect(await found({ id: part })).toEqual([]);
  });
});

describe('the funnel in a list', () => {
  it('is made for flows of before it was kept, less the names of who was selected', async () => {
    const decision = { candidate: 'id', outcome: 'kept' };
    const push = aPush('decided')
      .withStep('filter')
      .withObservation('films', [{ id: 1, kept: true }, { id: 2 }], { decision });
    await deliver(push.json());
    const funnels = (): Promise<unknown> => site.database.query(`select funnel from flow where name = 'decided'`);
    const kept = await funnels();
    const funnel = { stages: [{ name: 'filter/films', in: 2, kept: 1 }], unexplained: 1 };
    expect(kept).toEqual([{ funnel: { ...funnel, selected: ['1'] } }]);

    const migration = new Lists1795460000000();
    const runner = site.database.createQueryRunner();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    expect(await funnels()).toEqual([{ funnel }]);
  });
});
