import type { S3Operation } from '../instruments/s3-request.js';
import type { S3Fault } from '../instruments/s3-faults.js';
import { until } from '../instruments/patience.js';
import { external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

/** Bodies around the size from which they are staged in the object store. */
const aroundStaging = (random: { between(least: number, most: number): number; chance(p: number): boolean }): number =>
  random.chance(0.7) ? random.between(2_000, 50_000) : random.between(900_000, 2_500_000);

const underFaults =
  (faults: (trial: Trial) => S3Fault[], holdMs: readonly [number, number]) =>
  async (trial: Trial): Promise<void> => {
    const { faults: stub } = trial.world.s3;
    let struck = 0;
    await trial.suffer({
      inject: () => stub.inject(...faults(trial)),
      lift: () => {
        struck = stub.struck;
        stub.lift();
      },
      holdMs,
      sizeOf: aroundStaging,
    });
    trial.expect('the fault struck', struck > 0);
  };

async function refuseStore(trial: Trial): Promise<void> {
  const edges = trial.world.edgesTo('objects');
  await trial.suffer({
    inject: async () => {
      await Promise.all(edges.map((edge) => edge.inject({ kind: 'refuse' })));
      const { outcome } = await trial.sender().once(trial.push(3_000));
      trial.expect('a small push needs no object store', outcome === 'delivered');
    },
    lift: () => Promise.all(edges.map((edge) => edge.lift())),
    holdMs: [4_000, 8_000],
    sizeOf: aroundStaging,
  });
}

async function readSlowly(trial: Trial): Promise<void> {
  const push = trial.push(2_200_000);
  trial.expect('it is accepted', (await trial.sender().deliver(push)).outcome === 'delivered');
  await trial.world.edge('worker', 'objects').inject({ kind: 'bandwidth', bytesPerSecond: 90_000 });
  const [accepted] = trial.ledger.account.byName(push.name)?.accepted ?? [];
  await until('it is readable', () => isReady(trial, accepted?.pushId), 110);
  await trial.world.edge('worker', 'objects').lift();
  trial.liftedAt = Date.now();
  const status = await (await trial.reading().get(`/api/pushes/${accepted?.pushId}`)).json();
  trial.expect('its worker kept it all the time', (status as { attempts: number }).attempts === 1);
}

const isReady = async (trial: Trial, pushId: string | undefined): Promise<boolean> =>
  ((await (await trial.reading().get(`/api/pushes/${pushId}`)).json()) as { state: string }).state === 'ready';

const writes: S3Operation[] = ['PUT', 'FINISH'];

export const objectRows: Row[] = [
  {
    id: 'FM-O1',
    fault: 'the object store answers 503 and 500',
    expected: 'small pushes are accepted, staged ones are refused for now; all is processed later',
    worlds: [external],
    recoverySeconds: 45,
    run: underFaults(
      () => [
        { kind: 'status', status: 503, code: 'SlowDown', every: 2 },
        { kind: 'status', status: 500, code: 'InternalError' },
      ],
      [2_000, 5_000],
    ),
  },
  {
    id: 'FM-O2',
    fault: 'the object store is away',
    expected: 'small pushes are accepted, and nothing is quarantined',
    worlds: [external],
    recoverySeconds: 45,
    showsInHealth: true,
    run: refuseStore,
  },
  {
    id: 'FM-O3',
    fault: 'the object store takes requests and never answers',
    expected: 'requests are given up in time, and tried again',
    worlds: [external],
    recoverySeconds: 75,
    showsInHealth: true,
    run: underFaults(() => [{ kind: 'hang', times: 12 }], [3_000, 6_000]),
  },
  {
    id: 'FM-O5',
    fault: 'the object store says 200 and keeps half, or nothing',
    expected: 'it is noticed before anything counts as done',
    worlds: [external],
    recoverySeconds: 60,
    run: underFaults(
      (trial) => [
        {
          kind: trial.pick('kind', ['truncate', 'lose']),
          on: writes,
          keys: /^(packs|staged)/,
          every: trial.choose('every', 1, 3),
        },
      ],
      [2_000, 4_000],
    ),
  },
  {
    id: 'FM-O6',
    fault: 'what was just written is not found for a while; some is written and answered with 500',
    expected: 'tried again until it is there',
    worlds: [external],
    recoverySeconds: 60,
    run: underFaults(
      () => [
        { kind: 'stale', ms: 1_500 },
        { kind: 'store then fail', on: writes, every: 3 },
      ],
      [3_000, 5_000],
    ),
  },
  {
    id: 'FM-O8',
    fault: 'the bucket is gone, and may not be made',
    expected: '/readyz says so; all goes on when it is back',
    worlds: [external],
    recoverySeconds: 45,
    showsInHealth: true,
    run: underFaults(
      () => [
        { kind: 'status', status: 403, code: 'AccessDenied', on: writes, keys: /^$/ },
        { kind: 'status', status: 404, code: 'NoSuchBucket' },
      ],
      [2_000, 5_000],
    ),
  },
  {
    id: 'FM-O11',
    fault: 'the object store is slower than a lease is long',
    expected: 'its worker keeps the push, and nobody else begins it again',
    worlds: [external],
    recoverySeconds: 20,
    run: readSlowly,
  },
];
