import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

const edges = (trial: Trial) => trial.world.edgesTo('queue');

async function withRedis<T>(trial: Trial, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ host: '127.0.0.1', port: trial.world.redisPort });
  redis.on('error', () => undefined);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function killRedis(trial: Trial): Promise<void> {
  const { redis } = trial.world;
  await trial.suffer({ inject: () => redis.stop('SIGKILL'), lift: () => redis.start(), holdMs: [300, 3_000] });
}

/** The api gathers wake-ups for a tenth of a second: one that it still holds when Redis dies is queued afterwards and takes all others along. */
const untilAllAreQueuedMs = 1_000;

/** Workers are frozen meanwhile, so that the queue holds the wake-ups of all that was accepted when it loses them. */
async function emptyRedis(trial: Trial): Promise<void> {
  const { redis, redisFolder, workers } = trial.world;
  const load = trial.load();
  for (const worker of workers) worker.pause();
  load.start();
  await sleep(trial.choose('beforeMs', 1_000, 2_500));
  await load.stop();
  await sleep(untilAllAreQueuedMs);
  await redis.stop('SIGKILL');
  for (const name of readdirSync(redisFolder)) rmSync(path.join(redisFolder, name), { recursive: true });
  await redis.start();
  for (const worker of workers) worker.resume();
  trial.liftedAt = Date.now();
}

const loseRedis = (kind: 'refuse' | 'blackhole', holdMs: readonly [number, number]) => async (trial: Trial) => {
  const slowest = { ms: 0 };
  await trial.suffer({
    inject: async () => {
      await Promise.all(edges(trial).map((edge) => edge.inject({ kind })));
      for (let times = 0; times < 3; times++) {
        const begun = Date.now();
        const { outcome } = await trial.sender().once(trial.push(3_000));
        slowest.ms = Math.max(slowest.ms, Date.now() - begun);
        trial.expect('202 without a queue', outcome === 'delivered');
      }
    },
    lift: () => Promise.all(edges(trial).map((edge) => edge.lift())),
    holdMs,
  });
  trial.expect(`no accept waits for the queue: ${slowest.ms} ms`, slowest.ms < 3_000);
};

async function fillMemory(trial: Trial): Promise<void> {
  await trial.suffer({
    inject: () =>
      withRedis(trial, async (redis) => {
        await redis.config('SET', 'maxmemory', '2mb');
        const filled = await redis.set('ballast', 'x'.repeat(2_000_000)).catch(() => 'refused');
        trial.plan['ballast'] = filled;
        await redis.set('more', 'x'.repeat(1_000_000)).catch(() => undefined);
      }),
    lift: () =>
      withRedis(trial, async (redis) => {
        await redis.config('SET', 'maxmemory', '0');
        await redis.del('ballast', 'more');
      }),
    holdMs: [2_000, 4_000],
  });
}

async function fillDisk(trial: Trial): Promise<void> {
  const { disk } = trial.world;
  let answer = '';
  await trial.suffer({
    inject: () => disk.fill(),
    lift: async () => {
      answer = await withRedis(trial, (redis) => redis.set('probe', 'x').catch(String));
      disk.free();
    },
    holdMs: [3_000, 6_000],
  });
  trial.expect(`Redis refuses to write, not ${answer}`, answer.includes('MISCONF'));
  const isDropped = trial.ledger.account.records.some(({ outcome }) => outcome === 'dropped');
  trial.expect('pushes are accepted all the while', !isDropped);
}

async function flushAll(trial: Trial): Promise<void> {
  await trial.suffer({ inject: () => withRedis(trial, (redis) => redis.flushall()), holdMs: [0, 500] });
}

/** Garbage of several kinds under every key of the cache, while everything is read. */
async function poisonCache(trial: Trial): Promise<void> {
  const load = trial.load();
  load.start();
  await sleep(trial.choose('beforeMs', 1_500, 2_500));
  await load.stop();
  trial.liftedAt = Date.now();
  for (const place of [0, 1]) await readEverything(trial, place);
  await sleep(300);
  const poisoned = await withRedis(trial, async (redis) => {
    const keys = await redis.keys('flow-trail:data/*');
    const garbage = ['', 'garbage', '\u001f\u008b\u0008 no gzip', 'x'.repeat(70_000)];
    for (const [at, key] of keys.entries()) await redis.set(key, garbage[at % garbage.length] ?? '', 'EX', 600);
    return keys.length;
  });
  trial.expect('something was in the cache', poisoned > 0);
}

async function readEverything(trial: Trial, place: number): Promise<void> {
  const reading = trial.reading(place);
  for (const { id } of await reading.list(`${trial.prefix}/`)) {
    const document = await reading.document(id);
    if (typeof document === 'number') continue;
    for (const { observations } of document.steps) {
      for (const observation of observations) await reading.data(id, observation.id);
    }
  }
}

export const redisRows: Row[] = [
  {
    id: 'FM-R1',
    fault: 'kill -9 of Redis, its data kept',
    expected: 'accepts go on; processing resumes',
    worlds: [external],
    recoverySeconds: 35,
    showsInHealth: true,
    run: killRedis,
  },
  {
    id: 'FM-R2',
    fault: 'kill -9 of Redis, its data deleted',
    expected: 'what the queue forgot is found in PostgreSQL',
    worlds: [external],
    recoverySeconds: 35,
    run: emptyRedis,
  },
  {
    id: 'FM-R3',
    fault: 'Redis is away for longer than its clients wait',
    expected: 'workers come back without a restart',
    worlds: [external],
    recoverySeconds: 35,
    showsInHealth: true,
    run: loseRedis('refuse', [6_000, 20_000]),
  },
  {
    id: 'FM-R4',
    fault: 'Redis does not answer',
    expected: 'accepts do not wait for it',
    worlds: [external],
    recoverySeconds: 35,
    showsInHealth: true,
    run: loseRedis('blackhole', [3_000, 6_000]),
  },
  {
    id: 'FM-R5',
    fault: 'Redis has no memory left and evicts nothing',
    expected: '202 all the same; PostgreSQL has the backlog',
    worlds: [external],
    recoverySeconds: 35,
    run: fillMemory,
  },
  {
    id: 'FM-R7',
    fault: 'the disk of Redis is full, so that it refuses to write',
    expected: '202 all the same; PostgreSQL has the backlog',
    worlds: [{ ...external, diskOf: { program: 'redis', megabytes: 8 } }],
    recoverySeconds: 35,
    mounts: true,
    run: fillDisk,
  },
  {
    id: 'FM-R8',
    fault: 'FLUSHALL',
    expected: 'nothing is lost',
    worlds: [external],
    recoverySeconds: 35,
    run: flushAll,
  },
  {
    id: 'FM-R10',
    fault: 'garbage under every key of the cache',
    expected: 'it counts as a miss: no 500, and never other bytes',
    worlds: [external],
    recoverySeconds: 20,
    run: poisonCache,
  },
];
