import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { TokenBucket } from './token-bucket.js';

// eslint-disable-next-line no-restricted-syntax -- only the test runner knows which services it started
const url = process.env['TEST_REDIS_URL'];
if (!url) throw new Error('TEST_REDIS_URL is not set: these tests need real services (make test starts them).');
const connections = Array.from({ length: 2 }, () => new Redis(url, { maxRetriesPerRequest: 1 }));
const disconnectAll = (): void => {
  for (const redis of connections) if (redis.status !== 'end') redis.disconnect();
};

describe('token buckets on one Redis', () => {
  afterAll(disconnectAll);

  it('count together, and each for itself once Redis is gone', async () => {
    await Promise.all(connections.map((redis) => redis.ping()));
    const [one, other] = connections.map((redis) => new TokenBucket('bytes', 1_000, redis));
    const key = randomUUID();
    expect(await one!.take(key, 10_000)).toBe(0);
    expect(await other!.take(key, 10_000)).toBeGreaterThan(1_000);

    disconnectAll();
    expect(await other!.take(key, 10_000)).toBe(0);
    expect(await other!.take(key, 10_000)).toBeGreaterThan(1_000);
  });

  it('make the next request wait for a body that was counted late', async () => {
    const redis = new Redis(url);
    await redis.ping();
    const bucket = new TokenBucket('bytes', 1_000, redis);
    const key = randomUUID();
    expect(await bucket.take(key, 0)).toBe(0);
    await bucket.owe(key, 50_000);
    expect(await bucket.take(key, 0)).toBeGreaterThan(0);
    redis.disconnect();
  });
});
