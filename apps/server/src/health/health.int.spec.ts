import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush, type TestClient } from '@flow-trail/testing';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded-server.behaviour.js';

let server: EmbeddedServer;
let client: TestClient;

beforeAll(async () => {
  server = await startEmbeddedServer();
  client = server.client;
});
afterAll(() => server?.stop());

const answerTo = async (url: string): Promise<unknown> => {
  const response = await client.get(url);
  return { status: response.status, body: await response.json() };
};

describe('a server in one process', () => {
  it('is alive and ready', async () => {
    expect(await answerTo('/livez')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await answerTo('/readyz')).toEqual({ status: 200, body: { status: 'ok', degraded: [] } });
  });

  it('counts what its processor does', async () => {
    await client.deliver(aPush().json());
    for (let tries = 0; tries < 100; tries++) {
      const text = await (await client.get('/metrics')).text();
      if (/^flowtrail_processor_tries_total\{outcome="committed"\} 1$/m.test(text)) return;
      await sleep(50);
    }
    throw new Error('the commit was not counted in 5 s');
  });

  it('is not ready from the moment it is told to stop', async () => {
    const { hostname, port } = new URL(server.url);
    const asking = connect(Number(port), hostname);
    await new Promise((resolve) => asking.write(`GET /readyz HTTP/1.1\r\nhost: ${hostname}\r\n`, resolve));
    await answerTo('/livez');
    // A question under way is answered; one that is still to be sent may find its connection ended.
    const stopped = server.close();
    asking.write('\r\n');
    const answer = String(Buffer.concat(await asking.toArray()));
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    // Where all else has ended by then, the router says so itself.
    expect(answer).toMatch(/\{"status":"unavailable","degraded":\["stopping"\]\}$|"Service Unavailable"/);
    await stopped;
  });
});
