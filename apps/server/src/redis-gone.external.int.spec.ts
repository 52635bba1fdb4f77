import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestClient, aPush } from '@flow-trail/testing';
import { Redis, type RedisOptions } from 'ioredis';
import { selectQueueBackend } from './queue/queue-backend.js';
import { startServer } from './server.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A Redis of its own, that nobody starts again. */
async function startRedis(): Promise<{ url: string; process: ChildProcess }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { cwd: folder });
  for await (const line of redis.stdout) if (String(line).includes('Ready to accept connections')) break;
  return { url: `redis://127.0.0.1:${port}`, process: redis };
}

describe('a server whose Redis is gone for good', () => {
  it.each([
    ['at once', 0],
    ['after it tried to reach it again for a while', 3_000],
  ])('stops when it is told to, %s, having accepted to the end', async (_, patience) => {
    const redis = await startRedis();
    const server = await startServer(
      { PORT: '0', FLOW_TRAIL_DATA: path.join(folder, 'data'), REDIS_URL: redis.url, LOG_LEVEL: 'error' },
      () => undefined,
    );
    redis.process.kill('SIGKILL');
    await once(redis.process, 'exit');
    await sleep(patience);
    expect((await new TestClient(server.url).send(aPush().json())).status).toBe(202);
    const stopped = server.close().then(() => 'stopped');
    // Far less than the 30 s after which a process ends itself, and more than two rounds of tries take.
    expect(await Promise.race([stopped, sleep(10_000, 'hangs', { ref: false })])).toBe('stopped');
  });
});

describe('a connection to a Redis that is gone', () => {
  it('ends when its next try was due, and its thread was busy with something else', async () => {
    const redis = await startRedis();
    const { worker, giveUp } = await selectQueueBackend(redis.url, '');
    const client = new Redis(worker as RedisOptions);
    client.on('error', () => undefined);
    await once(client, 'ready');
    redis.process.kill('SIGKILL');
    await once(client, 'reconnecting');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    await giveUp();
    // As BullMQ closes it, which then waits for its end.
    client.disconnect();
    await sleep(1_000);
    expect(client.status).toBe('end');
  });
});
