import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import pg from 'pg';
import { describeFlows, type ServerUnderTest } from './flows.behaviour.js';
import { startServer } from './server.js';
import { S3ObjectStore } from './storage/object-store/s3-object-store.js';

function fromEnvironment(name: string): string {
  // eslint-disable-next-line no-restricted-syntax -- only the test runner knows which services it started
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need real services (make test starts them).`);
  return value;
}

/** A database of its own, so that suites do not see each other's flows. */
async function createDatabase(): Promise<string> {
  const url = new URL(fromEnvironment('TEST_DATABASE_URL'));
  const name = `flow_trail_${randomUUID().slice(0, 8)}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

/** One API and one worker, each standing on nothing of its own. */
async function startRoles(): Promise<ServerUnderTest> {
  const s3 = {
    endpoint: fromEnvironment('TEST_S3_ENDPOINT'),
    bucket: `flows-${randomUUID()}`,
    region: 'us-east-1',
    accessKeyId: fromEnvironment('TEST_S3_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('TEST_S3_SECRET_ACCESS_KEY'),
    forcePathStyle: true,
  };
  const environment = {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: await createDatabase(),
    REDIS_URL: fromEnvironment('TEST_REDIS_URL'),
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
  const roles = ['api', 'worker'].map((FLOW_TRAIL_ROLE) =>
    startServer({ ...environment, FLOW_TRAIL_ROLE }, () => undefined),
  );
  const settled = await Promise.allSettled(roles);
  const servers = settled.flatMap((role) => (role.status === 'fulfilled' ? [role.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
  };
  const [api] = servers;
  const failure = settled.find((role) => role.status === 'rejected');
  if (!api || failure) {
    await stop();
    throw failure?.reason;
  }
  const objects = new S3ObjectStore(s3);
  return {
    url: api.url,
    objectKeys: async () => (await Array.fromAsync(objects.list('packs/'))).map(({ key }) => key),
    stop,
  };
}

describe('an API and a worker on Redis and S3', () => describeFlows(startRoles));
