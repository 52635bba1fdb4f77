import { describe } from '@jest/globals';
import { createDatabase, fromEnvironment, newBucket, s3Settings } from './external-services.behaviour.js';
import { describeFlows, type ServerUnderTest } from './flows.behaviour.js';
import { startServer } from './server.js';
import { S3ObjectStore } from './storage/object-store/s3-object-store.js';

/** One API and one worker, each standing on nothing of its own. */
async function startRoles(): Promise<ServerUnderTest> {
  const s3 = newBucket();
  const environment = {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: await createDatabase(),
    REDIS_URL: fromEnvironment('TEST_REDIS_URL'),
    ...s3Settings(s3),
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
