import { flowOf } from '../load/flow-body.js';
import { openLoop, type Arrivals, type OpenLoad } from '../load/open-loop.js';
import { pushing } from '../load/requests.js';
import { forgetPeak, peakMemory } from '../machine/memory.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { inTurns } from './turns.js';

interface Turn {
  small: OpenLoad;
  large: OpenLoad | undefined;
  peakMemory: number;
}

/** Small flows that come at a fixed rate, alone and beside large ones: the column of comparison is `alone`. */
export function benchOpenLoop(settings: Settings): Promise<BenchResult> {
  const small: Arrivals = { perSecond: 100, next: pushing(flowOf(8 * 1024)) };
  const large: Arrivals = { perSecond: 2, next: pushing(flowOf(30_000_000)) };
  return onStage(settings, async ({ server: { port, pids }, backlog }) => {
    const [pid = 0] = pids;
    const turnOf =
      (streams: Arrivals[]) =>
      async (isWarmUp: boolean): Promise<Turn> => {
        forgetPeak(pid);
        const [first, second] = await openLoop(port, isWarmUp ? 2 : 2 * settings.seconds, streams);
        await backlog.drained();
        if (!first) throw new Error('nothing was sent');
        return { small: first, large: second, peakMemory: peakMemory(pid) };
      };
    const turns = await inTurns(settings.rounds, turnOf([small, large]), turnOf([small]));
    return {
      bench: 'open-loop',
      title: '100 flows of 8 KB a second, with 2 of 30 MB a second beside them, and alone.',
      columns: ['with 30 MB', 'alone'],
      rows: rowsOf(turns.ours, turns.bare),
    };
  });
}

function rowsOf(ours: Turn[], bare: Turn[]): Row[] {
  const row = (measure: string, unit: string, of: (turn: Turn) => number): Row => ({
    load: '8 KB',
    measure,
    unit,
    ours: ours.map(of),
    bare: bare.map(of),
  });
  const large = ours.map(({ large }) => large).filter((load) => load !== undefined);
  return [
    row('p50', 'ms', ({ small }) => small.latencies.quantile(0.5)),
    row('p99', 'ms', ({ small }) => small.latencies.quantile(0.99)),
    row('refused', 'requests', ({ small }) => small.failed),
    { load: 'both', measure: 'peak memory of the API', unit: 'MiB', ours: ours.map((turn) => turn.peakMemory) },
    { load: '30 MB', measure: 'p50', unit: 'ms', ours: large.map(({ latencies }) => latencies.quantile(0.5)) },
    { load: '30 MB', measure: 'accepted', unit: 'requests', ours: large.map(({ accepted }) => accepted) },
    { load: '30 MB', measure: 'refused', unit: 'requests', ours: large.map(({ failed }) => failed) },
  ];
}
