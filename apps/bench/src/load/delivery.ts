import type { Stage } from '../servers/stage.js';
import { closedLoop } from './closed-loop.js';
import type { WireRequest } from './connection.js';

/** What became of a number of flows, sent as fast as they were taken. */
export interface Delivery {
  flows: number;
  acceptSeconds: number;
  /** Readable when the last one was accepted. */
  readyMeanwhile: number;
  /** From the first request until all were readable. */
  seconds: number;
}

/** Ends when `flows` were sent or `seconds` have passed, and then when all that was accepted is readable. */
export async function deliver(
  { server, backlog }: Stage,
  load: { flows: number; seconds: number; connections: number; next: () => WireRequest },
): Promise<Delivery> {
  const start = performance.now();
  const { answered, seconds } = await closedLoop({
    port: server.port,
    requests: load.flows,
    expected: 202,
    ...load,
  });
  const waiting = await backlog.size();
  await backlog.drained();
  const all = (performance.now() - start) / 1000;
  return { flows: answered, acceptSeconds: seconds, readyMeanwhile: answered - waiting, seconds: all };
}
