import { closedLoop, type Load } from '../load/closed-loop.js';
import { flowOf } from '../load/flow-body.js';
import { pushing } from '../load/requests.js';
import { cpuTimes, type CpuTimes } from '../machine/cpu.js';
import type { BenchResult, Row } from '../report/result.js';
import { Backlog } from '../servers/backlog.js';
import { startBareServer } from '../servers/bare.js';
import { startFlowTrail } from '../servers/flow-trail.js';
import type { Settings } from '../settings.js';

const connections = 32;
const flowBytes = 8 * 1024;

/** One side of the comparison while it is under load, and until all that it took is done. */
interface Turn {
  load: Load;
  underLoad: CpuTimes | undefined;
  untilDone: CpuTimes | undefined;
}

/** Small flows at 32 connections: Flow Trail, and a bare handler that inserts digest and body into the same PostgreSQL. */
export async function benchAccept(settings: Settings): Promise<BenchResult> {
  const server = await startFlowTrail(settings);
  const bare = await startBareServer('accept', [server.databaseUrl], settings);
  const backlog = await Backlog.open(server.databaseUrl);
  const next = pushing(flowOf(flowBytes));
  const turn = async (port: number, pid: number, seconds: number): Promise<Turn> => {
    const times = (): CpuTimes | undefined => cpuTimes(pid, backlog.postmasterPid);
    const before = times();
    const load = await closedLoop({ port, connections, seconds, next, expected: 202 });
    const loaded = times();
    await backlog.drained();
    return { load, underLoad: between(before, loaded), untilDone: between(before, times()) };
  };
  const ours: Turn[] = [];
  const theirs: Turn[] = [];
  try {
    for (let round = 0; round <= settings.rounds; round++) {
      const seconds = round === 0 ? 2 : settings.seconds;
      const [mine, other] = [
        await turn(server.port, server.pids[0] ?? 0, seconds),
        await turn(bare.port, bare.pid, seconds),
      ];
      // The first round only warms both up.
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
  } finally {
    await backlog.close();
    await bare.stop();
    await server.stop();
  }
  return {
    bench: 'accept',
    title: `Accept: POST /api/flows at ${connections} connections; bare: one INSERT of digest and body`,
    rows: rowsOf(ours, theirs),
  };
}

const measures: { measure: string; unit: string; of: (turn: Turn) => number }[] = [
  { measure: 'accepted', unit: '/s', of: ({ load }) => load.answered / load.seconds },
  { measure: 'p50', unit: 'ms', of: ({ load }) => load.latencies.quantile(0.5) },
  { measure: 'p99', unit: 'ms', of: ({ load }) => load.latencies.quantile(0.99) },
  {
    measure: 'p99 / p50',
    unit: 'times',
    of: ({ load }) => load.latencies.quantile(0.99) / load.latencies.quantile(0.5),
  },
  {
    measure: 'CPU of the main thread, under load',
    unit: 'ms/push',
    of: (turn) => each(turn, turn.underLoad?.mainThread),
  },
  { measure: 'CPU of the process, under load', unit: 'ms/push', of: (turn) => each(turn, turn.underLoad?.server) },
  { measure: 'CPU of PostgreSQL, under load', unit: 'ms/push', of: (turn) => each(turn, turn.underLoad?.postgres) },
  { measure: 'CPU of both, until all is ready', unit: 'ms/push', of: (turn) => each(turn, sum(turn.untilDone)) },
  { measure: 'refused', unit: 'requests', of: ({ load }) => load.refused },
];

const rowsOf = (ours: Turn[], theirs: Turn[]): Row[] =>
  measures.map(({ measure, unit, of }) => ({ load: '8 KB', measure, unit, ours: ours.map(of), bare: theirs.map(of) }));

const each = ({ load }: Turn, milliseconds = Number.NaN): number => milliseconds / load.answered;

const sum = (times: CpuTimes | undefined): number | undefined => times && times.server + times.postgres;

function between(before: CpuTimes | undefined, after: CpuTimes | undefined): CpuTimes | undefined {
  if (!before || !after) return undefined;
  return {
    mainThread: after.mainThread - before.mainThread,
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
  };
}
