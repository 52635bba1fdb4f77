import { Connection, type WireRequest } from './connection.js';
import { Latencies } from './latencies.js';

export interface ClosedLoop {
  port: number;
  connections: number;
  /** Ends when this many seconds have passed or, where it is given, this many requests were sent. */
  seconds: number;
  requests?: number;
  next: () => WireRequest;
  /** The status of an answer that counts. */
  expected: number;
}

export interface Load {
  answered: number;
  /** Answers with another status. */
  refused: number;
  seconds: number;
  latencies: Latencies;
}

/** Each connection sends its next request when the one before is answered. @throws when a connection breaks */
export async function closedLoop({ port, connections, seconds, requests, next, expected }: ClosedLoop): Promise<Load> {
  const load: Load = { answered: 0, refused: 0, seconds: 0, latencies: new Latencies() };
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const start = performance.now();
  let left = requests ?? Number.POSITIVE_INFINITY;
  const drive = async (connection: Connection): Promise<void> => {
    while (left-- > 0 && performance.now() - start < seconds * 1000) {
      const sentAt = performance.now();
      const { status } = await connection.send(next());
      load.latencies.add(performance.now() - sentAt);
      if (status === expected) load.answered++;
      else load.refused++;
    }
  };
  try {
    await Promise.all(open.map(drive));
  } finally {
    for (const connection of open) connection.close();
  }
  return { ...load, seconds: (performance.now() - start) / 1000 };
}
