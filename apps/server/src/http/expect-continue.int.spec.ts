import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { startServer, type RunningServer } from '../server.js';

const body = aPush().json();
const ingest = { authorization: 'Bearer ft_canary_both_scopes_0001' };

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  server = await startServer(
    {
      PORT: '0',
      FLOW_TRAIL_DATA: folder,
      LOG_LEVEL: 'error',
      FLOW_TRAIL_API_KEYS:
        'ft_canary_both_scopes_0001:shop:ingest+read,ft_canary_read_only_0002:shop:read,ft_canary_slow_sender_0003:lab:ingest',
      FLOW_TRAIL_RATE_BYTES_PER_SECOND: '10000000',
    },
    () => undefined,
  );
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  status: number | undefined;
  wasAsked: boolean;
  connection: string | undefined;
}

/** Announces a body, and sends it when the server asks for it. */
async function announce(headers: OutgoingHttpHeaders, url = '/api/flows', method = 'POST'): Promise<Answer> {
  const sent = request(server.url + url, {
    method,
    headers: {
      expect: '100-continue',
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'content-length': Buffer.byteLength(body),
      ...headers,
    },
  });
  let wasAsked = false;
  sent.on('continue', () => {
    wasAsked = true;
    sent.end(body);
  });
  sent.flushHeaders();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  sent.destroy();
  return { status: response.statusCode, wasAsked, connection: response.headers.connection };
}

describe('a body that waits for a word', () => {
  it('is asked for when the request is right so far', async () => {
    expect(await announce(ingest)).toEqual({ status: 202, wasAsked: true, connection: 'keep-alive' });
  });

  it.each([
    ['without a key', { authorization: '' }, 401],
    ['with a wrong key', { authorization: 'Bearer ft_canary_unknown_key_0009' }, 401],
    ['with a key for reading', { authorization: 'Bearer ft_canary_read_only_0002' }, 403],
    ['with a body that is too large', { ...ingest, 'content-length': 60_000_000 }, 413],
    ['without an idempotency key', { ...ingest, 'idempotency-key': '' }, 400],
    ['of another type', { ...ingest, 'content-type': 'text/plain' }, 415],
  ])('is not asked for %s', async (_, headers, status) => {
    expect(await announce(headers)).toEqual({ status, wasAsked: false, connection: 'close' });
  });

  it('is not asked for when its key has sent too much', async () => {
    const slow = { authorization: 'Bearer ft_canary_slow_sender_0003', 'content-length': 49_000_000 };
    const answers = [];
    for (let times = 0; times < 4; times++) answers.push(await announceOnly(slow));
    expect(answers).toContainEqual({ status: 429, wasAsked: false });
  });

  it('is not asked for by a route that takes none', async () => {
    expect(await announce(ingest, '/api/flows', 'GET')).toEqual({ status: 200, wasAsked: false, connection: 'close' });
  });
});

/** Announces a body, and goes away when the server asks for it. */
async function announceOnly(headers: OutgoingHttpHeaders): Promise<Omit<Answer, 'connection'>> {
  const sent = request(`${server.url}/api/flows`, {
    method: 'POST',
    headers: {
      expect: '100-continue',
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
  });
  sent.on('error', () => undefined).flushHeaders();
  const asked = once(sent, 'continue').then(() => ({ status: undefined, wasAsked: true }));
  const answered = once(sent, 'response').then(([{ statusCode }]) => ({
    status: statusCode as number,
    wasAsked: false,
  }));
  const answer = await Promise.race([asked, answered]);
  sent.destroy();
  return answer;
}
