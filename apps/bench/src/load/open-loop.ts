import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type WireRequest } from './connection.js';
import { Latencies } from './latencies.js';

export interface Arrivals {
  perSecond: number;
  next: () => WireRequest;
}

export interface OpenLoad {
  accepted: number;
  /** Refused, or cut off. */
  failed: number;
  /** From when a request was due, not from when there was time to send it. */
  latencies: Latencies;
}

/** Requests come when they are due, whether or not those before are answered: as from many clients that know nothing of each other. */
export async function openLoop(port: number, seconds: number, streams: Arrivals[]): Promise<OpenLoad[]> {
  const connections = new Connections(port);
  try {
    return await Promise.all(streams.map((stream) => arrive(connections, seconds, stream)));
  } finally {
    connections.close();
  }
}

async function arrive(connections: Connections, seconds: number, { perSecond, next }: Arrivals): Promise<OpenLoad> {
  const load: OpenLoad = { accepted: 0, failed: 0, latencies: new Latencies() };
  const start = performance.now();
  const under: Promise<void>[] = [];
  for (let index = 0; index < seconds * perSecond; index++) {
    const dueAt = start + (index * 1000) / perSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    under.push(
      connections.send(next()).then(
        (status) => {
          load.latencies.add(performance.now() - dueAt);
          if (status === 202) load.accepted++;
          else load.failed++;
        },
        () => void load.failed++,
      ),
    );
  }
  await Promise.all(under);
  return load;
}

/** As many as are needed at once. */
class Connections {
  readonly #free: Connection[] = [];
  readonly #all: Connection[] = [];

  constructor(private readonly port: number) {}

  async send(request: WireRequest): Promise<number> {
    const connection = this.#free.pop() ?? (await this.#open());
    const { status } = await connection.send(request);
    this.#free.push(connection);
    return status;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  async #open(): Promise<Connection> {
    const connection = await Connection.open(this.port);
    this.#all.push(connection);
    return connection;
  }
}
