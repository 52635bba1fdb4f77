import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import '../typescript-hook.mjs';

/**
 * Runs what is given with a real Redis, a real S3 server and a database of its own, all empty and on loopback, and stops
 * them afterwards. It receives the environment that leads there.
 */
export async function withExternalServices(run) {
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-trail-services-'));
  const started = [];
  try {
    return await run(await startAll(folder, started));
  } finally {
    await Promise.allSettled(started.map((service) => service.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAll(folder, started) {
  const { startRedis } = await import('../test-services/redis.mjs');
  const { startCeph } = await import('../test-services/ceph.mjs');
  const { startEmbeddedPostgres } = await import('../../apps/server/src/storage/embedded/embedded-postgres.ts');
  const keep = async (starting) => {
    const service = await starting;
    started.push(service);
    return service;
  };
  const starting = [
    keep(startRedis({ folder: path.join(folder, 'redis') })),
    keep(startCeph({ folder })),
    keep(startEmbeddedPostgres(path.join(folder, 'database'))),
  ];
  // What came up must be known before the failure of another is passed on.
  await Promise.allSettled(starting);
  const [redis, s3, database] = await Promise.all(starting);
  return {
    TEST_REDIS_URL: redis.url,
    TEST_S3_ENDPOINT: s3.endpoint,
    TEST_S3_ACCESS_KEY_ID: s3.accessKeyId,
    TEST_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    TEST_DATABASE_URL: database.url,
    DATABASE_URL: database.url,
  };
}
