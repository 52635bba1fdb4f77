import { closedLoop, type Load } from '../load/closed-loop.js';
import { flowOf } from '../load/flow-body.js';
import { pushing } from '../load/requests.js';
import { cpuBetween, cpuTimes, type CpuTimes } from '../machine/cpu.js';
import type { BenchResult } from '../report/result.js';
import { onStage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { inTurns, type Measure } from './turns.js';

const connections = 32;
const flowBytes = 8 * 1024;
const warmUpSeconds = 2;

/** One side of the comparison while it is under load, and until all that it took is done. */
interface Turn {
  load: Load;
  underLoad: CpuTimes | undefined;
  untilDone: CpuTimes | undefined;
}

/** Small flows at 32 connections: Flow Trail, and a bare handler that inserts digest and body into the same PostgreSQL. */
export function benchAccept(settings: Settings): Promise<BenchResult> {
  return onStage(settings, async ({ server, backlog, startBare }) => {
    const bare = await startBare('accept', server.databaseUrl);
    const next = pushing(flowOf(flowBytes));
    const turnOf =
      (port: number, pids: number[]) =>
      async (isWarmUp: boolean): Promise<Turn> => {
        const times = (): CpuTimes | undefined => cpuTimes(pids, backlog.postmasterPid);
        const seconds = isWarmUp ? warmUpSeconds : settings.seconds;
        const before = times();
        const load = await closedLoop({ port, connections, seconds, next, expected: 202 });
        const loaded = times();
        await backlog.drained();
        return { load, underLoad: cpuBetween(before, loaded), untilDone: cpuBetween(before, times()) };
      };
    const turns = await inTurns(settings.rounds, turnOf(server.port, server.pids), turnOf(bare.port, [bare.pid]));
    return {
      bench: 'accept',
      title: `POST /api/flows of 8 KB at ${connections} connections; bare: a handler with one INSERT of digest and body.`,
      columns: ['Flow Trail', 'bare'],
      rows: measures.map(({ measure, unit, of }) => ({
        load: '8 KB',
        measure,
        unit,
        ours: turns.ours.map(of),
        bare: turns.bare.map(of),
      })),
    };
  });
}

const measures: Measure<Turn>[] = [
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
  { measure: 'CPU of both, until all is ready', unit: 'ms/push', of: (turn) => each(turn, both(turn.untilDone)) },
  { measure: 'refused', unit: 'requests', of: ({ load }) => load.refused },
];

const each = ({ load }: Turn, milliseconds = Number.NaN): number => milliseconds / load.answered;

const both = (times: CpuTimes | undefined): number | undefined => times && times.server + times.postgres;
