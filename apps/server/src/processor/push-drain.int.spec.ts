import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { Logger } from '@nestjs/common';
import { PushEntity } from '../storage/entities/push.entity.js';
import { defaultProjectId } from '../storage/ids.js';
import { accept, startSite, startWorker, type Site, type TestWorker } from './workers.behaviour.js';

let site: Site;
let worker: TestWorker;
let other: TestWorker;

beforeAll(async () => {
  // What fails here fails on purpose.
  Logger.overrideLogger(false);
  site = await startSite();
  [worker, other] = await Promise.all([startWorker(site), startWorker(site)]);
  await site.database.query(
    `create function refuse_poison() returns trigger language plpgsql as
     $$ begin if new.name = 'poison' then raise exception 'no' using errcode = '22P05'; end if; return new; end $$`,
  );
  await site.database.query(
    'create trigger poison before insert on flow for each row execute function refuse_poison()',
  );
});
afterEach(() => site.database.query('truncate push, flow, step, observation, candidate, event, doomed_object'));
afterAll(async () => {
  await Promise.all([worker?.stop(), other?.stop()]);
  await site?.stop();
});

const aFlow = (name: string) =>
  aPush(name)
    .withStep('search')
    .withObservation('hits', [{ id: 1 }, { id: 2 }])
    .json();
const push = (id: string): Promise<PushEntity> =>
  site.database.getRepository(PushEntity).findOneByOrFail({ projectId: defaultProjectId, id });
const count = async (what: string): Promise<number> =>
  Number((await site.database.query(`select count(*) from ${what}`))[0].count);

interface Scans {
  written: number;
  parents: number;
}

const scansSoFar = async (): Promise<Scans> => {
  const [scans] = await site.database.query(
    `select sum(n_tup_ins) filter (where relname = 'observation')::int as written,
       sum(seq_scan + idx_scan) filter (where relname in ('flow', 'step'))::int as parents from pg_stat_user_tables`,
  );
  return scans;
};

/** A session tells what it counted about a second late, and only when it has something else to do. */
const scansOnceWritten = async (observations: number): Promise<Scans> => {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await sleep(50)) {
    await worker.drain.takeAll();
    const scans = await scansSoFar();
    if (scans.written >= observations) return scans;
  }
  throw new Error('PostgreSQL counted no rows in 15 s');
};

describe('what waits together', () => {
  it('goes together, each push with an object of its own', async () => {
    for (let n = 0; n < 40; n++) await accept(site.database, aFlow(`flow-${n}`));
    const before = (await Array.fromAsync(site.objects.list('packs/'))).length;
    await worker.drain.takeAll();
    expect(await count(`push where state = 'ready' and body is null`)).toBe(40);
    expect(await count('flow where revision = 1 and step_count = 1 and observation_count = 1')).toBe(40);
    expect((await Array.fromAsync(site.objects.list('packs/'))).length - before).toBe(40);
  });

  it('reads neither flows nor steps for each observation that it writes, also where PostgreSQL takes the tables for small', async () => {
    await accept(site.database, aFlow('first'));
    await worker.drain.takeAll();
    await site.database.query('analyze flow, step');
    const before = await scansSoFar();
    const observations = Array.from({ length: 3000 }, (_, n) => `o${n}`);
    const many = observations.reduce((push, name) => push.withObservation(name, 1), aPush('many').withStep('s'));
    await accept(site.database, many.json());
    const after = await scansOnceWritten(before.written + observations.length);
    expect(after.parents - before.parents).toBeLessThan(observations.length / 10);
  });

  it('is given back as soon as the database takes it, also when that is away for a moment', async () => {
    await site.database.query(`
      create sequence returned;
      create function lose_first_return() returns trigger language plpgsql as
      $$ begin if new.resting and nextval('returned') = 1 then raise exception 'away' using errcode = '57P01'; end if; return new; end $$;
      create trigger away before update on push for each row execute function lose_first_return()`);
    const { pushId } = await accept(site.database, aFlow('poison'));
    await worker.drain.takeAll();
    await site.database.query('drop function lose_first_return cascade; drop sequence returned');
    expect(await push(pushId)).toMatchObject({ state: 'accepted', resting: true, sameErrors: 1 });
  });

  it('is not held up by a push that cannot be read, nor by one that cannot be written', async () => {
    for (let n = 0; n < 10; n++) await accept(site.database, aFlow(`flow-${n}`));
    const changed = await accept(site.database, aFlow('changed'), { keptBody: aFlow('charged') });
    const poison = await accept(site.database, aFlow('poison'));
    await worker.drain.takeAll();
    expect(await count('flow')).toBe(10);
    expect(await push(changed.pushId)).toMatchObject({ state: 'quarantined', lastError: 'BodyChanged', attempts: 1 });
    const waiting = await push(poison.pushId);
    expect(waiting).toMatchObject({ state: 'accepted', lastError: 'QueryFailedError 22P05', sameErrors: 1 });
    expect(waiting.body?.toString()).toBe(aFlow('poison'));
  });

  it('is quarantined with its bytes once the data was refused five times', async () => {
    const { pushId } = await accept(site.database, aFlow('poison'));
    for (let tries = 0; tries < 5; tries++) {
      await site.database.query('update push set resting = false');
      await worker.drain.takeAll();
    }
    const quarantined = await push(pushId);
    expect(quarantined).toMatchObject({ state: 'quarantined', attempts: 5, sameErrors: 5 });
    expect(quarantined.body?.toString()).toBe(aFlow('poison'));
  });

  it('leaves a push that rests alone', async () => {
    await accept(site.database, aFlow('resting'));
    await site.database.query('update push set resting = true');
    await worker.drain.takeAll();
    expect(await count('flow')).toBe(0);
  });
});

describe('two workers on the same pushes', () => {
  it('make every flow once', async () => {
    for (let n = 0; n < 100; n++) await accept(site.database, aFlow(`flow-${n}`));
    await Promise.all([worker.drain.takeAll(), other.drain.takeAll()]);
    expect(await count('flow where revision = 1')).toBe(100);
    expect(await count('observation')).toBe(100);
    expect(await count('event')).toBe(100);
  });

  it('change nothing when one took over what the other still had in hand', async () => {
    const { pushId } = await accept(site.database, aFlow('twice'));
    const [late] = await other.claims.claimAny({ pushes: 1, bytes: 1_000_000 });
    await site.database.query(`update push set state = 'accepted', epoch = epoch + 1`);
    await worker.drain.take({ projectId: defaultProjectId, pushId, epoch: 1 });
    const ready = await push(pushId);
    await other.claims.giveBack(late!, { state: 'accepted', lastError: 'late', sameErrors: 1, delaySeconds: 0 });
    expect(await push(pushId)).toEqual(ready);
    expect(await count('flow where revision = 1')).toBe(1);
  });

  it('take the parts of one flow in turn', async () => {
    const id = randomUUID();
    for (let n = 0; n < 30; n++) {
      await accept(site.database, aPush('parts').with({ id }).withStep(`step-${n}`).withObservation('o', n).json());
    }
    await Promise.all([worker.drain.takeAll(), other.drain.takeAll()]);
    expect(await count('flow where revision = 30 and step_count = 30 and observation_count = 30')).toBe(1);
  });
});

describe('a wake-up', () => {
  it('takes its own push and others that wait', async () => {
    const own = await accept(site.database, aFlow('own'));
    await accept(site.database, aFlow('along'));
    await worker.drain.take({ ...own, epoch: 0 });
    expect(await count('flow')).toBe(2);
  });

  it('of an earlier epoch is void for its push', async () => {
    const own = await accept(site.database, aFlow('own'));
    await site.database.query('update push set epoch = 1, resting = true');
    await worker.drain.take({ ...own, epoch: 0 });
    expect(await count('flow')).toBe(0);
  });

  it('that comes a hundred times makes one flow', async () => {
    const own = await accept(site.database, aFlow('own'));
    await Promise.all(Array.from({ length: 100 }, () => worker.drain.take({ ...own, epoch: 0 })));
    expect(await count('flow where revision = 1')).toBe(1);
  });
});

describe('a claim', () => {
  it('takes from each project in turn, so that a backlog starves nobody', async () => {
    const small = randomUUID();
    await site.database.query('insert into project (id, name) values ($1, $2)', [small, `small-${small}`]);
    for (let n = 0; n < 20; n++) await accept(site.database, aFlow(`backlog-${n}`));
    await accept(site.database, aFlow('small'), { projectId: small });
    const claimed = await worker.claims.claimAny({ pushes: 4, bytes: 1_000_000 });
    worker.claims.release(claimed);
    expect(claimed.map(({ projectId }) => projectId)).toContain(small);
    expect(claimed.length).toBeGreaterThan(1);
  });

  it('takes no more bytes than it may', async () => {
    for (let n = 0; n < 5; n++) await accept(site.database, aFlow(`flow-${n}`));
    const bytes = Buffer.byteLength(aFlow('flow-0'));
    const claimed = await worker.claims.claimAny({ pushes: 32, bytes: 2 * bytes + 1 });
    worker.claims.release(claimed);
    expect(claimed).toHaveLength(2);
  });

  it('leaves what is too large for a batch to a lane of its own', async () => {
    const text = 'x'.repeat(5 * 1024 * 1024);
    const large = await accept(site.database, aPush('large').withStep('s').withObservation('o', text).json());
    await accept(site.database, aFlow('small'));
    await worker.drain.take({ ...large, epoch: 0 });
    await worker.drain.idle();
    expect(await count('flow')).toBe(2);
  });

  it('takes nothing more up once it was told to stop', async () => {
    for (let n = 0; n < 40; n++) await accept(site.database, aFlow(`waiting-${n}`));
    const stopping = await startWorker(site);
    const ended = stopping.drain.takeAll();
    stopping.drain.stop();
    await ended;
    await stopping.stop();
    expect(await count('flow')).toBe(0);
    await worker.drain.takeAll();
    expect(await count('flow')).toBe(40);
  });
});
