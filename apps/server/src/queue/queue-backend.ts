import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, runMigrations, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { redisOptions } from '../config/redis-options.js';
import { StartupError } from '../errors/startup-error.js';

/** Connections of the two ends of the queue: the door fails fast, workers wait for what is down. */
export interface QueueConnections {
  producer: QueueOptions['connection'];
  worker: QueueOptions['connection'];
  /**
   * From here on what is down is not waited for: a process that stops must not hang on a queue that is gone. Comes before anything is
   * closed; resolves when no connection waits for its next try.
   */
  giveUp: () => Promise<void> | undefined;
}

/** Chooses where BullMQ keeps its jobs: Redis when there is one, else PostgreSQL. Before any Nest module is made. */
export async function selectQueueBackend(redisUrl: string | undefined, databaseUrl: string): Promise<QueueConnections> {
  return redisUrl ? selectRedis(redisUrl) : selectPostgres(databaseUrl);
}

async function selectRedis(url: string): Promise<QueueConnections> {
  setDefaultBackendFactory();
  await checkRedis(url, 'REDIS_URL');
  const retries = new Retries();
  const server = { ...redisOptions(url), retryStrategy: (tries: number) => retries.next(tries) };
  return {
    producer: { ...server, maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2_000 },
    worker: { ...server, maxRetriesPerRequest: null },
    giveUp: () => retries.giveUp(),
  };
}

const mostRetryMilliseconds = 1_000;

/** When lost connections are tried again. One that is closed between two tries never says that it has ended, and BullMQ waits for that. */
class Retries {
  #hasGivenUp = false;
  #nextAt: number | undefined;

  next(tries: number): number | null {
    if (this.#hasGivenUp) return null;
    const delay = Math.min(100 * 2 ** tries, mostRetryMilliseconds);
    this.#nextAt = Math.max(this.#nextAt ?? 0, performance.now() + delay);
    return delay;
  }

  async giveUp(): Promise<void> {
    this.#hasGivenUp = true;
    if (this.#nextAt === undefined) return;
    // A try whose time has come may wait for a busy thread still: its timer fires before one that is set now.
    await sleep(Math.max(this.#nextAt - performance.now(), 0) + 100);
  }
}

async function selectPostgres(url: string): Promise<QueueConnections> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
  setDefaultBackendFactory(createPostgresBackend as Parameters<typeof setDefaultBackendFactory>[0]);
  // A wake-up that a crash takes back is made good by the reconciler: no job waits for the disk.
  const options = '-c synchronous_commit=off';
  // Queue and worker each open a pool of their own; BullMQ types its connection for Redis alone.
  const connection = {
    connectionString: url,
    max: 4,
    idleTimeoutMillis: 300_000,
    schema: 'bullmq',
    options,
  } as unknown as QueueOptions['connection'];
  return { producer: connection, worker: connection, giveUp: () => undefined };
}

/** A queue that was never there is a mistake of the set-up, better said at the start than retried. */
async function checkRedis(url: string, variable: string): Promise<void> {
  const redis = new Redis({
    ...redisOptions(url),
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 5_000,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    const { hostname, port } = new URL(url);
    throw new StartupError(
      `Redis does not answer at ${hostname}:${port || 6379} (${String(cause)}). Is it running, and is ${variable} right?`,
      { cause },
    );
  } finally {
    redis.disconnect();
  }
}
