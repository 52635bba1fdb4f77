import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { PushStatus } from '@flow-trail/contracts';
import { arm, disarm, leftOf, workerSteps } from '../traps/armed.js';
import { cameAbout, until } from '../instruments/patience.js';
import { embedded, external, shared, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

/** @param steps Of which the seed picks one. */
const killAtStep =
  (steps: readonly [string, ...string[]]) =>
  async (trial: Trial): Promise<void> => {
    const { folder } = trial.world;
    const step = trial.pick('step', steps);
    const times = trial.choose('times', 1, 2);
    await trial.suffer({
      inject: async () => {
        arm(folder, 'kill-at', { step, times });
        await until(`a worker was killed ${step}`, () => leftOf(folder, 'kill-at') === 0, 40);
      },
      holdMs: [0, 500],
    });
  };

/** Alone, so that every kill befalls the same push. */
async function killForOnePush(trial: Trial): Promise<void> {
  const { folder } = trial.world;
  const step = trial.pick('step', ['before-store', 'before-commit', 'in-transaction']);
  const kills = trial.choose('kills', 2, 4);
  arm(folder, 'kill-at', { step, times: kills });
  trial.expect('it is accepted', (await trial.sender().deliver(trial.push(20_000))).outcome === 'delivered');
  await cameAbout(() => leftOf(folder, 'kill-at') === 0, Date.now() + kills * 45_000);
  trial.expect(`its worker was killed ${kills} times`, leftOf(folder, 'kill-at') === 0);
  disarm(folder, 'kill-at');
  trial.liftedAt = Date.now();
}

async function stopMidJob(trial: Trial): Promise<void> {
  const [worker] = trial.world.workers;
  const load = trial.load();
  load.start();
  for (let stops = trial.choose('stops', 1, 2); stops > 0 && worker; stops--) {
    await sleep(trial.choose(`pauseMs${stops}`, 800, 1_500));
    await worker.stop('SIGTERM');
    trial.expect('it ends with code 0, within 30 s', worker.exits.at(-1)?.code === 0);
    await worker.start();
  }
  trial.liftedAt = Date.now();
  await load.stop();
}

/** Longer than a lease, so that another worker takes what this one had in hand. */
async function freeze(trial: Trial): Promise<void> {
  const [worker] = trial.world.workers;
  await trial.suffer({
    inject: () => worker?.pause(),
    lift: () => worker?.resume(),
    holdMs: [22_000, 26_000],
    clients: 2,
  });
}

const runAhead = (trial: Trial): Promise<void> =>
  trial.suffer({ inject: () => undefined, holdMs: [3_000, 5_000], clients: 4 });

async function wakeOverAndOver(trial: Trial): Promise<void> {
  const push = trial.push(30_000);
  await trial.sender().deliver(push);
  const { pushId } = trial.ledger.account.byName(push.name)?.accepted[0] ?? {};
  const projectId = await projectOf(trial, pushId ?? '');
  const queue = new Queue('pushes', {
    connection: { host: '127.0.0.1', port: trial.world.redisPort },
    prefix: 'flow-trail',
  });
  const jobs = Array.from({ length: 100 }, (_, number) => ({
    name: 'push',
    data: { projectId, pushId, epoch: number % 3 },
    opts: { jobId: `again-${pushId}-${number}`, removeOnComplete: true, removeOnFail: true },
  }));
  await queue.addBulk(jobs);
  await queue.close();
  await sleep(1_500);
  trial.liftedAt = Date.now();
}

async function projectOf({ world }: Trial, pushId: string): Promise<string> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: world.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ project_id: string }>('select project_id from push where id = $1', [pushId]);
  await client.end();
  return rows[0]?.project_id ?? '';
}

/** It throws each time; the others must not wait for it. After the bug is mended, a replay brings it back. */
async function poison(trial: Trial): Promise<void> {
  const { folder } = trial.world;
  const push = trial.push(10_000, 'poison');
  arm(folder, 'throw-at', { step: 'write', times: 1_000_000, name: push.name });
  const load = trial.load({ clients: 2 });
  load.start();
  await trial.sender().deliver(push);
  const { pushId } = trial.ledger.account.byName(push.name)?.accepted[0] ?? {};
  await sleep(2_000);
  await load.stop();
  const statusOf = async (): Promise<PushStatus> =>
    (await (await trial.reading().get(`/api/pushes/${pushId}`)).json()) as PushStatus;
  const isQuarantined = await cameAbout(async () => (await statusOf()).state === 'quarantined', Date.now() + 120_000);
  trial.expect(`it is quarantined, not ${(await statusOf()).state}`, isQuarantined);
  disarm(folder, 'throw-at');
  const replay = await trial.reading().post(`/api/pushes/${pushId}/replay`);
  trial.expect(`it can be replayed, not ${replay.status}`, replay.status === 202);
  trial.liftedAt = Date.now();
}

async function wedge(trial: Trial): Promise<void> {
  const { folder, workers } = trial.world;
  arm(folder, 'wedge', { step: 'take', times: 1 });
  const load = trial.load({ clients: 2 });
  load.start();
  await sleep(2_000);
  await load.stop();
  const isTold = await cameAbout(
    async () => {
      const answers = await Promise.all(
        workers.map((worker) =>
          fetch(`${trial.world.directUrl(worker)}/livez`, { signal: AbortSignal.timeout(4_000) }),
        ),
      );
      return answers.every(({ status }) => status === 503);
    },
    Date.now() + 75_000,
    1_000,
  );
  trial.expect('/livez of every wedged worker fails within 75 s', isTold);
  disarm(folder, 'wedge');
  for (const worker of workers) await worker.kill();
  trial.liftedAt = Date.now();
}

async function withoutWorkers(trial: Trial): Promise<void> {
  const { workers } = trial.world;
  await trial.suffer({
    inject: () => Promise.all(workers.map((worker) => worker.stop('SIGKILL'))),
    lift: () => Promise.all(workers.map((worker) => worker.start())),
    holdMs: [4_000, 8_000],
  });
  const { records } = trial.ledger.account;
  trial.expect(
    'pushes are accepted without workers',
    records.every(({ outcome }) => outcome === 'delivered'),
  );
}

/** FM-W1 at one step alone. */
export const workerKilledAt = (step: string): Row => ({
  id: 'FM-W1',
  fault: `a worker is killed ${step}`,
  expected: 'another, or the next, does the same again',
  worlds: [embedded, external],
  recoverySeconds: 60,
  run: killAtStep([step]),
});

export const workerRows: Row[] = [
  {
    id: 'FM-W1',
    fault: 'a worker is killed at a step of its work',
    expected: 'another, or the next, does the same again',
    worlds: [embedded, external],
    recoverySeconds: 60,
    run: killAtStep(workerSteps),
  },
  {
    id: 'FM-W2',
    fault: 'the worker of one push is killed, again and again',
    expected: 'it is readable all the same: nobody counts',
    worlds: [embedded, external],
    recoverySeconds: 60,
    run: killForOnePush,
  },
  {
    id: 'FM-W3',
    fault: 'a worker is told to stop in the middle of its work',
    expected: 'it ends with code 0, and what it had goes on elsewhere',
    worlds: [external],
    recoverySeconds: 60,
    run: stopMidJob,
  },
  {
    id: 'FM-W4',
    fault: 'a worker is frozen for longer than its lease, and wakes up',
    expected: 'two did the same, and one of them in vain',
    worlds: [external],
    recoverySeconds: 60,
    run: freeze,
  },
  {
    id: 'FM-W5',
    fault: 'the clock of one process is ten minutes ahead, the queue in PostgreSQL',
    expected: 'it takes the jobs of others, and the result is the same',
    worlds: [{ ...shared, preloadLast: ['traps/clock-ahead'] }],
    recoverySeconds: 60,
    run: runAhead,
  },
  {
    id: 'FM-W6',
    fault: 'a push is woken a hundred times more',
    expected: 'one flow',
    worlds: [external],
    recoverySeconds: 30,
    run: wakeOverAndOver,
  },
  {
    id: 'FM-W8',
    fault: 'one push makes its worker throw each time',
    expected: 'after five times it is quarantined with its bytes, and the others were not delayed',
    worlds: [embedded, external],
    recoverySeconds: 30,
    run: poison,
  },
  {
    id: 'FM-W9',
    fault: 'workers are alive and take no jobs',
    expected: 'their /livez fails while there is a backlog',
    worlds: [external],
    recoverySeconds: 60,
    run: wedge,
  },
  {
    id: 'FM-W11',
    fault: 'there are no workers',
    expected: 'accepts go on, and the backlog drains when they are back',
    worlds: [external],
    recoverySeconds: 60,
    run: withoutWorkers,
  },
];
