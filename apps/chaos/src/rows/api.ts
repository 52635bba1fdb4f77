import { setTimeout as sleep } from 'node:timers/promises';
import { arm, leftOf } from '../traps/armed.js';
import { until } from '../instruments/patience.js';
import { embedded, external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

/** Kills the API when its database connection carries this; the connection is cut so that nothing of it arrives. */
const killWhen = (trial: Trial, pattern: RegExp, direction: 'toServer' | 'toClient') => (): void =>
  trial.world.edge('api', 'database').after(pattern, direction, () => {
    void trial.world.apis[0]?.kill();
    return 'cut';
  });

const killedAtAccept = (step: 'before-accept' | 'after-accept') => async (trial: Trial) => {
  const { world } = trial;
  await trial.suffer({
    inject: async () => {
      arm(world.folder, 'kill-at', { step, times: 1 });
      await until('the server was killed', () => leftOf(world.folder, 'kill-at') === 0, 20);
    },
    holdMs: [0, 500],
  });
  trial.expect('the server was killed once', world.apis[0]?.exits.at(-1)?.signal === 'SIGKILL');
};

const killedOnTheWire = (pattern: RegExp, direction: 'toServer' | 'toClient') => async (trial: Trial) => {
  const [api] = trial.world.apis;
  const before = api?.exits.length ?? 0;
  await trial.suffer({ inject: killWhen(trial, pattern, direction), holdMs: [2_000, 4_000] });
  trial.expect('the API was killed', (api?.exits.length ?? 0) > before);
};

const inBoth =
  (step: 'before-accept' | 'after-accept', pattern: RegExp, direction: 'toServer' | 'toClient') => (trial: Trial) =>
    (trial.world.options.mode === 'embedded' ? killedAtAccept(step) : killedOnTheWire(pattern, direction))(trial);

async function restartOverAndOver(trial: Trial): Promise<void> {
  const load = trial.load();
  load.start();
  const [api] = trial.world.apis;
  for (let restarts = trial.choose('restarts', 2, 3); restarts > 0 && api; restarts--) {
    await sleep(trial.choose(`pauseMs${restarts}`, 400, 1_200));
    await api.stop('SIGTERM');
    trial.expect('it ends with code 0, within 30 s', api.exits.at(-1)?.code === 0);
    await api.start();
  }
  trial.liftedAt = Date.now();
  await load.stop();
  const dropped = trial.ledger.account.records.filter(({ outcome }) => outcome === 'dropped');
  trial.expect('clients met nothing that trying again does not mend', dropped.length === 0);
}

async function sendManyLarge(trial: Trial): Promise<void> {
  const [api] = trial.world.apis;
  const before = api?.exits.length ?? 0;
  const pushes = Array.from({ length: 8 }, () => trial.push(38_000_000));
  await Promise.all(pushes.map((push) => trial.sender().deliver(push, { tryMs: 60_000, deadlineMs: 120_000 })));
  trial.liftedAt = Date.now();
  trial.expect('the API did not crash', api?.exits.length === before);
}

async function throwInHandler(trial: Trial): Promise<void> {
  const load = trial.load();
  load.start();
  const [api] = trial.world.apis;
  const before = api?.exits.length ?? 0;
  for (let times = 0; times < 10; times++) {
    const response = await trial.reading().get('/api/flows?tag=chaos-throw');
    const text = await response.text();
    trial.expect(`500, got ${response.status}`, response.status === 500);
    trial.expect('problem details', text.includes('"code":"internal"') && text.includes('"requestId"'));
    trial.expect('nothing of the inside is told', !text.includes('trap'));
  }
  trial.liftedAt = Date.now();
  await load.stop();
  trial.expect('the process lives on', api?.exits.length === before);
}

export const apiRows: Row[] = [
  {
    id: 'FM-A1',
    fault: 'the API is killed before the commit of an accept',
    expected: 'no 202; the client tries again and is accepted',
    worlds: [embedded, external],
    recoverySeconds: 30,
    run: inBoth('before-accept', /insert into push /, 'toServer'),
  },
  {
    id: 'FM-A2',
    fault: 'the API is killed after the commit, before its 202',
    expected: 'the next try is answered as a replay, and there is one flow',
    worlds: [embedded, external],
    recoverySeconds: 30,
    run: inBoth('after-accept', /INSERT 0 [1-9]/, 'toClient'),
  },
  {
    id: 'FM-A3',
    fault: 'the API is told to stop, again and again, under load',
    expected: 'it ends with code 0 and clients lose nothing',
    worlds: [embedded, external],
    recoverySeconds: 30,
    run: restartOverAndOver,
  },
  {
    id: 'FM-A4',
    fault: 'the API is killed after its 202, while the queue takes no wake-ups',
    expected: 'the reconciler finds what was accepted',
    worlds: [external],
    recoverySeconds: 35,
    run: (trial) =>
      trial.suffer({
        inject: async () => {
          await trial.world.edge('api', 'queue').inject({ kind: 'refuse' });
          await trial.world.apis[0]?.kill();
        },
        lift: () => trial.world.edge('api', 'queue').lift(),
        holdMs: [1_000, 3_000],
      }),
  },
  {
    id: 'FM-A6',
    fault: 'eight bodies of 38 MB at once, for a heap of 256 MB',
    expected: 'what is too much is refused before it is read, and nothing crashes',
    worlds: [{ ...external, nodeArgs: ['--max-old-space-size=256'] }],
    recoverySeconds: 120,
    run: sendManyLarge,
  },
  {
    id: 'FM-A7',
    fault: 'a handler throws what nobody foresaw',
    expected: '500 as problem details, and the process lives on',
    worlds: [embedded, external],
    recoverySeconds: 20,
    run: throwInHandler,
  },
];
