import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestClient, aPush } from '@flow-trail/testing';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { createDatabase, fromEnvironment, newBucket, s3Settings } from './external-services.behaviour.js';
import { startServer, type RunningServer } from './server.js';
import { databaseOptions } from './storage/database.js';

const flows = 1000;

let environment: NodeJS.ProcessEnv;
let database: DataSource;
let running: RunningServer[];

beforeEach(async () => {
  const databaseUrl = await createDatabase();
  environment = {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    REDIS_URL: fromEnvironment('TEST_REDIS_URL'),
    FLOW_TRAIL_RECONCILE_SECONDS: '1',
    ...s3Settings(newBucket()),
  };
  running = [];
  database = new DataSource(databaseOptions(databaseUrl));
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  await database.destroy();
});

const start = async (FLOW_TRAIL_ROLE: string): Promise<RunningServer> => {
  const server = await startServer({ ...environment, FLOW_TRAIL_ROLE }, () => undefined);
  running.push(server);
  if (!database.isInitialized) await database.initialize();
  return server;
};

async function sendFlows({ url }: RunningServer): Promise<void> {
  const client = new TestClient(url);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < flows) {
      const body = aPush(`flow-${next++}`).withStep('s').withObservation('o', [1, 2, 3]).json();
      expect((await client.send(body)).status).toBe(202);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

const count = async (what: string): Promise<number> =>
  Number((await database.query(`select count(*) from ${what}`))[0].count);

async function untilAllAreReady(): Promise<void> {
  const deadline = Date.now() + 90_000;
  while ((await count(`push where state = 'ready'`)) < flows) {
    if (Date.now() > deadline)
      throw new Error(`only ${await count(`push where state = 'ready'`)} became ready in 90 s`);
    await sleep(100);
  }
}

describe('a thousand accepted flows', () => {
  it('become readable when all of Redis is deleted while they wait', async () => {
    await sendFlows(await start('api'));
    const direct = new Redis(fromEnvironment('TEST_REDIS_URL'));
    await direct.flushall();
    direct.disconnect();
    expect(await count(`push where state = 'accepted'`)).toBe(flows);

    await start('worker');
    await untilAllAreReady();
    expect(await count('flow where revision = 1 and observation_count = 1')).toBe(flows);
  }, 120_000);
});
