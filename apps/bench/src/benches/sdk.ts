import type { BenchResult, Row } from '../report/result.js';
import type { Filtered } from '../sdk/decide.js';
import type { Hosted } from '../sdk/host.js';
import type { Recorded } from '../sdk/record.js';
import { recorderNames, type RecorderName } from '../sdk/recorders.js';
import { sinkKinds, startSink, type SinkKind } from '../sdk/sink.js';
import { startProgram } from '../servers/program.js';
import type { Settings } from '../settings.js';

/** The SDK beside JSON.stringify, beside other recorders, and in a host whose server fails; each measured in programs of their own, in turns. */
export async function benchSdk(settings: Settings): Promise<BenchResult> {
  const recorded = await measureRecorders(settings);
  const filtered = await inRounds(settings, () => run<Filtered>(settings, 'decide', []));
  const hosted = await measureHosts(settings);
  return {
    bench: 'sdk',
    title:
      'Recording 5,000 items of 205 bytes, beside JSON.stringify of them and other recorders; a host with each server beside one without SDK.',
    columns: ['Flow Trail', 'the other'],
    rows: [...besideStringify(recorded, filtered), ...besideOthers(recorded), ...besideNone(hosted)],
  };
}

type Rounds<Name extends string, T> = Record<Name, T[]>;

async function measureRecorders(settings: Settings): Promise<Rounds<RecorderName, Recorded>> {
  const sink = await startSink();
  const measured = await inTurns(settings, recorderNames, (name) =>
    run<Recorded>(settings, 'record', [name, sink.url]),
  );
  await sink.stop();
  return measured;
}

const hosts = ['none', ...sinkKinds] as const;

async function measureHosts(settings: Settings): Promise<Rounds<'none' | SinkKind, Hosted>> {
  return inTurns(settings, hosts, async (kind) => {
    const sink = kind === 'none' ? undefined : await startSink(kind);
    const measured = await run<Hosted>(settings, 'host', [sink?.url ?? '']);
    await sink?.stop();
    return measured;
  });
}

async function inTurns<Name extends string, T>(
  { rounds }: Settings,
  names: readonly Name[],
  measure: (name: Name) => Promise<T>,
): Promise<Rounds<Name, T>> {
  const measured = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Rounds<Name, T>;
  for (let round = 0; round < rounds; round++) for (const name of names) measured[name].push(await measure(name));
  return measured;
}

async function inRounds<T>(settings: Settings, measure: () => Promise<T>): Promise<T[]> {
  return (await inTurns(settings, ['all'], measure)).all;
}

async function run<T>({ environment }: Settings, program: string, args: string[]): Promise<T> {
  const options = { cwd: process.cwd(), env: environment, ready: /^measured: (.*)$/ };
  const { said, stop } = await startProgram(`apps/bench/src/sdk/${program}.ts`, args, options);
  await stop();
  return JSON.parse(said) as T;
}

function besideStringify(recorded: Rounds<RecorderName, Recorded>, filtered: readonly Filtered[]): Row[] {
  const ours = recorded['Flow Trail'];
  const load = 'JSON.stringify';
  return [
    {
      load,
      measure: 'capture',
      unit: 'ms',
      ours: ours.map((one) => one.record),
      bare: ours.map((one) => one.stringify),
    },
    {
      load,
      measure: 'filter by 5 rules, beyond asking them by hand',
      unit: 'ms',
      ours: filtered.map(({ filter, byHand }) => filter - byHand),
      bare: filtered.map(({ stringify }) => stringify),
    },
  ];
}

const measures: { measure: string; unit: string; of: (one: Recorded) => number }[] = [
  { measure: 'the call that records', unit: 'ms', of: ({ record }) => record },
  { measure: 'longest event-loop delay, 10 recorded and delivered', unit: 'ms', of: ({ delay }) => delay },
  { measure: 'held before delivery', unit: 'bytes a byte', of: ({ heldBefore }) => heldBefore },
  { measure: 'held after delivery', unit: 'bytes a byte', of: ({ heldAfter }) => heldAfter },
];

function besideOthers({ 'Flow Trail': ours, ...others }: Rounds<RecorderName, Recorded>): Row[] {
  return Object.entries(others).flatMap(([load, theirs]) =>
    measures.map(({ measure, unit, of }) => ({ load, measure, unit, ours: ours.map(of), bare: theirs.map(of) })),
  );
}

const hostMeasures: { measure: string; of: (one: Hosted) => number }[] = [
  { measure: 'a run of the host', of: ({ milliseconds }) => milliseconds },
  { measure: 'event-loop delay in a run, 99 of 100 below', of: ({ usualDelay }) => usualDelay },
  { measure: 'longest event-loop delay in a run', of: ({ longestDelay }) => longestDelay },
];

function besideNone({ none, ...others }: Rounds<'none' | SinkKind, Hosted>): Row[] {
  return Object.entries(others).flatMap(([kind, hosted]): Row[] => {
    const load = `no SDK (the server ${kind})`;
    const isHarmed = hosted.some(({ results, unaccounted }) => results !== none[0]?.results || unaccounted !== 0);
    if (isHarmed) throw new Error(`The SDK changed the host's results, or lost a flow, whose server ${kind}.`);
    return hostMeasures.map(({ measure, of }) => ({
      load,
      measure,
      unit: 'ms',
      ours: hosted.map(of),
      bare: none.map(of),
    }));
  });
}
