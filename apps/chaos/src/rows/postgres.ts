import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../instruments/patience.js';
import { embedded, external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';
import { backendsOf } from '../world/descendants.js';
import { databaseAnswers } from '../world/programs.js';

const everywhere = (trial: Trial) => trial.world.edgesTo('database');

/** Whichever the seed says: the postmaster, or one of those that serve a connection. */
async function killPostgres(trial: Trial): Promise<void> {
  const postmaster = trial.world.postmaster;
  const backends = backendsOf(postmaster);
  const victim = trial.pick('victim', ['postmaster', 'backend']);
  const pid = victim === 'postmaster' ? postmaster : (backends[backends.length >> 1] ?? postmaster);
  process.kill(pid, 'SIGKILL');
  await sleep(200);
  await until('PostgreSQL runs again', () => databaseAnswers(trial.world.databaseUrl), 30);
}

async function restartPostgres(trial: Trial): Promise<void> {
  const load = trial.load();
  load.start();
  const restarts = trial.choose('restarts', 3, 6);
  for (let restart = 0; restart < restarts; restart++) {
    await sleep(trial.choose(`pauseMs${restart}`, 300, 1_000));
    const postmaster = trial.world.postmaster;
    process.kill(postmaster, 'SIGINT');
    await until('PostgreSQL runs again', () => postmasterIsNot(trial, postmaster), 30);
  }
  trial.liftedAt = Date.now();
  await load.stop();
}

async function postmasterIsNot(trial: Trial, before: number): Promise<boolean> {
  try {
    return trial.world.postmaster !== before && (await databaseAnswers(trial.world.databaseUrl));
  } catch {
    return false;
  }
}

async function loseDatabase(trial: Trial): Promise<void> {
  const kind = trial.pick('kind', ['refuse', 'blackhole']);
  const [api] = trial.world.apis;
  await trial.suffer({
    inject: async () => {
      await Promise.all(everywhere(trial).map((edge) => edge.inject({ kind })));
      const begun = Date.now();
      const answer = await trial.sender().once(trial.push(3_000), 15_000);
      const tookMs = Date.now() - begun;
      const isRefused = answer.outcome === 'dropped' && answer.reason.startsWith('503');
      trial.expect(`503 within 6 s, not ${JSON.stringify(answer)} after ${tookMs} ms`, isRefused && tookMs < 6_000);
      const live = api && (await fetch(`${trial.world.directUrl(api)}/livez`));
      trial.expect('the process itself is alive', live?.status === 200);
    },
    lift: () => Promise.all(everywhere(trial).map((edge) => edge.lift())),
    holdMs: [1_000, 4_000],
  });
}

const slow = (trial: Trial): Promise<void> =>
  trial.suffer({
    inject: () =>
      Promise.all(everywhere(trial).map((edge) => edge.inject({ kind: 'latency', ms: 2_000, direction: 'toClient' }))),
    lift: () => Promise.all(everywhere(trial).map((edge) => edge.lift())),
    holdMs: [5_000, 9_000],
  });

async function cutAfterCommit(trial: Trial): Promise<void> {
  const edge = trial.world.edge('api', 'database');
  let cuts = 0;
  const times = trial.choose('cuts', 2, 5);
  await trial.suffer({
    inject: () => edge.after(/INSERT 0 [1-9]/, 'toClient', () => (cuts++, 'cut'), times),
    lift: () => edge.lift(),
    holdMs: [2_000, 3_000],
  });
  trial.expect('connections were cut after a commit', cuts > 0);
}

async function fillDisk(trial: Trial): Promise<void> {
  const { disk } = trial.world;
  await trial.suffer({ inject: () => disk.fill(), lift: () => disk.free(), holdMs: [4_000, 7_000] });
  const wasFelt = trial.ledger.account.records.some(({ tries, accepted }) => tries > accepted.length);
  trial.expect('something was refused meanwhile', wasFelt);
}

async function race(trial: Trial): Promise<void> {
  const push = trial.push(trial.choose('bytes', 2_000, 400_000));
  const senders = Array.from({ length: 50 }, (_, number) => trial.sender(0, number % trial.world.apis.length));
  const outcomes = await Promise.all(senders.map((sender) => sender.deliver(push)));
  trial.liftedAt = Date.now();
  trial.expect(
    'all fifty were told that it is kept',
    outcomes.every(({ outcome }) => outcome === 'delivered'),
  );
}

export const postgresRows: Row[] = [
  {
    id: 'FM-P1',
    fault: 'kill -9 of the postmaster or of a backend, and crash recovery',
    expected: '503 meanwhile; what had a 202 is there afterwards',
    worlds: [embedded, external],
    recoverySeconds: 35,
    run: (trial) => trial.suffer({ inject: () => killPostgres(trial), holdMs: [0, 1_000] }),
  },
  {
    id: 'FM-P2',
    fault: 'PostgreSQL is restarted over and over',
    expected: 'connections come back by themselves, those of the queue too',
    worlds: [embedded, external],
    recoverySeconds: 35,
    run: restartPostgres,
  },
  {
    id: 'FM-P3',
    fault: 'PostgreSQL refuses connections, or does not answer',
    expected: '503 in time, /readyz says so, the process stays alive',
    worlds: [external],
    recoverySeconds: 45,
    showsInHealth: true,
    run: loseDatabase,
  },
  {
    id: 'FM-P4',
    fault: 'every answer of PostgreSQL takes two seconds longer',
    expected: 'slow or refused, never wrong; health goes on answering',
    worlds: [external],
    recoverySeconds: 45,
    run: slow,
  },
  {
    id: 'FM-P5',
    fault: 'the connection is cut after the commit, before its answer',
    expected: 'the client tries again and gets a replay; there is one flow',
    worlds: [external],
    recoverySeconds: 35,
    run: cutAfterCommit,
  },
  {
    id: 'FM-P8',
    fault: 'the disk of PostgreSQL is full',
    expected: 'no 202 that cannot be kept; all goes on when there is room again',
    worlds: [{ ...external, diskOf: { program: 'database', megabytes: 160 } }],
    recoverySeconds: 45,
    mounts: true,
    run: fillDisk,
  },
  {
    id: 'FM-P10',
    fault: 'fifty requests with one key at once, at two servers',
    expected: 'one row and one id',
    worlds: [embedded, { ...external, apis: 2 }],
    recoverySeconds: 20,
    run: race,
  },
];
