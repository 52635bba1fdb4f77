import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import type { ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { expectUnharmed, keys, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { head, problemIn, sendRaw } from './raw-http.behaviour.js';

const mebibyte = 1024 * 1024;
const limits = { push: 8 * mebibyte, inFlight: 24 * mebibyte };
/** Of the process, over what a body of the greatest size needs: the bombs below would take hundreds. */
const mostMemoryGained = 160;

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer({
    FLOW_TRAIL_MAX_PUSH_BYTES: String(limits.push),
    FLOW_TRAIL_IN_FLIGHT_BYTES: String(limits.inFlight),
  });
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

const push = aPush('encoded').withStep('s').withObservation('o', ['é', 1.5]).json();

const send = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> =>
  server.client.send(typeof body === 'string' ? body : new Uint8Array(body), { headers });
const problemOf = async (response: Response): Promise<ProblemDetails> => (await response.json()) as ProblemDetails;
const gzipped = (body: Buffer): Promise<Response> => send(body, { 'content-encoding': 'gzip' });

/** As large as it gets: a push whose one observation is padded with text. */
function pushOf(bytes: number): string {
  const empty = aPush('large').withStep('s').withObservation('o', '').json();
  return aPush('large')
    .withStep('s')
    .withObservation('o', 'x'.repeat(bytes - empty.length))
    .json();
}

describe('a coding that is not taken', () => {
  const tenMebibytes = Buffer.alloc(10 * mebibyte, ' ');
  it.each<[string, string | Buffer]>([
    ['br', brotliCompressSync(tenMebibytes)],
    ['deflate', deflateSync(push)],
    ['zstd', push],
    ['compress', push],
    ['x-gzip', gzipSync(push)],
    ['gzip, gzip', gzipSync(gzipSync(push))],
    ['gzip, identity', gzipSync(push)],
    ['identity, gzip', gzipSync(push)],
    ['gzip;q=1', gzipSync(push)],
    ['aws-chunked', push],
    ['', push],
    ['__proto__', push],
  ])('is refused: %j', async (coding, body) => {
    const response = await send(body, { 'content-encoding': coding });
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'unsupported-encoding' });
    expect(response.headers.get('accept-encoding')).toBe('gzip, identity');
  });

  it.each(['GZIP', ' gzip ', 'Identity'])('is not one of these: %j', async (coding) => {
    const body = /gzip/i.test(coding) ? gzipSync(push) : push;
    expect((await send(body, { 'content-encoding': coding })).status).toBe(202);
  });

  it('named twice is refused', async () => {
    const body = gzipSync(gzipSync(push));
    const headers: [string, string][] = [
      ['Authorization', `Bearer ${keys.shop}`],
      ['Content-Type', 'application/json'],
      ['Idempotency-Key', randomUUID()],
      ['Content-Encoding', 'gzip'],
      ['Content-Encoding', 'gzip'],
      ['Content-Length', String(body.length)],
    ];
    const bytes = Buffer.concat([Buffer.from(head('POST /api/flows', headers)), body]);
    expect(problemIn((await sendRaw(server.port, bytes))[0]!)).toMatchObject({ code: 'unsupported-encoding' });
  });
});

describe('a gzip body', () => {
  const member = gzipSync(push);
  const badSum = Buffer.from(member);
  badSum.writeUInt32LE(0, member.length - 8);
  const badLength = Buffer.from(member);
  badLength.writeUInt32LE(1, member.length - 4);

  it.each<[string, Buffer, string]>([
    ['is none', Buffer.from(push), 'decompression-failed'],
    ['is empty', Buffer.alloc(0), 'decompression-failed'],
    ['ends within its header', member.subarray(0, 6), 'decompression-failed'],
    ['ends half-way', member.subarray(0, member.length / 2), 'decompression-failed'],
    ['lacks its last byte', member.subarray(0, -1), 'decompression-failed'],
    ['has a wrong checksum', badSum, 'decompression-failed'],
    ['has a wrong length', badLength, 'decompression-failed'],
    ['is gzip in gzip', gzipSync(member), 'invalid-utf8'],
    ['holds nothing', gzipSync(''), 'invalid-json'],
    ['holds two pushes in two members', Buffer.concat([member, member]), 'invalid-json'],
  ])('is refused when it %s', async (_what, body, code) => {
    expect(await problemOf(await gzipped(body))).toMatchObject({ status: 400, code });
  });

  it('may come in several members', async () => {
    const half = push.length / 2;
    const body = Buffer.concat([gzipSync(push.slice(0, half)), gzipSync(push.slice(half))]);
    expect((await gzipped(body)).status).toBe(202);
  });

  it('that was not announced as one is no JSON', async () => {
    expect(await problemOf(await send(member))).toMatchObject({ status: 400, code: 'invalid-utf8' });
  });
});

describe('a Content-Digest', () => {
  const digestOf = (body: string | Buffer): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const flipped = (body: Buffer): Buffer => {
    const altered = Buffer.from(body);
    altered[altered.length >> 1]! ^= 1;
    return altered;
  };
  const large = Buffer.from(pushOf(2 * mebibyte));
  const gzip = { 'content-encoding': 'gzip' };

  it.each<[string, string | Buffer, Record<string, string>]>([
    ['of a plain body', push, {}],
    ['of a gzip body', gzipSync(push), gzip],
    ['of a large body', large, {}],
    ['of a large gzip body', gzipSync(large), gzip],
  ])('%s that is right lets it in', async (_, body, headers) => {
    expect((await send(body, { ...headers, 'content-digest': digestOf(body) })).status).toBe(202);
  });

  it.each<[string, Buffer, Record<string, string>]>([
    ['a plain body', Buffer.from(push), {}],
    ['a gzip body', gzipSync(push), gzip],
    ['a large body', large, {}],
    ['a large gzip body', gzipSync(large), gzip],
    ['a large body that is no JSON any more', Buffer.concat([large.subarray(0, 9), large.subarray(10)]), {}],
  ])('tells that %s was altered, and the key stays free', async (_, body, headers) => {
    const idempotencyKey = randomUUID();
    const sent = { ...headers, 'content-digest': digestOf(body), 'idempotency-key': idempotencyKey };
    const response = await send(flipped(body), sent);
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'digest-mismatch', retryable: true });
    expect([202, 400]).toContain((await send(body, sent)).status);
  });

  it('of a body that is wrong by itself does not hide what is wrong', async () => {
    const response = await send('{', { 'content-digest': digestOf('{') });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'invalid-json' });
  });

  it('by another algorithm is passed over', async () => {
    expect((await send(push, { 'content-digest': 'md5=:AAAA:, sha-512=:AAAA:' })).status).toBe(202);
  });

  it.each(['sha-256', 'sha-256=abc', 'sha-256=:abc:', 'sha-256=:' + 'A'.repeat(43) + '==:x', ''])(
    'that cannot be read is refused: %j',
    async (header) => {
      const response = await send(push, { 'content-digest': header });
      expect(await problemOf(response)).toMatchObject({ status: 400, code: 'malformed-request' });
    },
  );
});

describe('too much', () => {
  it('is one byte over the limit, plain or inflated', async () => {
    const [fitting, tooLong] = [pushOf(limits.push), pushOf(limits.push + 1)];
    const responses = [await send(fitting), await gzipped(gzipSync(fitting))];
    for (const response of responses) {
      expect(response.status).toBe(202);
      expect((await settled(server, ((await response.json()) as PushAccepted).pushId)).state).toBe('ready');
    }
    for (const response of [await send(tooLong), await gzipped(gzipSync(tooLong))]) {
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ status: 413, code: 'payload-too-large' });
      expect(problem.detail).toContain(`more than ${limits.push} bytes`);
    }
  });

  it.each<[string, () => Buffer]>([
    ['one member of 400 MiB of blanks', () => gzipSync(Buffer.alloc(400 * mebibyte, ' '), { level: 1 })],
    ['a thousand members of 1 MiB', () => Buffer.concat(Array.from({ length: 1000 }, () => oneMebibyte))],
    ['400 MiB in one string of a push', () => gzipSync(bombInPush(400 * mebibyte), { level: 1 })],
  ])('is a bomb, and is defused while it inflates: %s', async (_what, bomb) => {
    const body = bomb();
    const gained = await server.memoryGainedBy(async () => {
      expect(await problemOf(await gzipped(body))).toMatchObject({ status: 413, code: 'payload-too-large' });
    });
    expect(gained).toBeLessThan(mostMemoryGained);
  });

  it('is 60 MiB on the wire of which nothing is ever inflated', async () => {
    const nothing = Buffer.concat(Array.from({ length: 3_000_000 }, () => emptyMember));
    const headers: [string, string][] = [
      ['Authorization', `Bearer ${keys.shop}`],
      ['Content-Type', 'application/json'],
      ['Idempotency-Key', randomUUID()],
      ['Content-Encoding', 'gzip'],
      ['Transfer-Encoding', 'chunked'],
    ];
    const chunk = [Buffer.from(`${nothing.length.toString(16)}\r\n`), nothing, Buffer.from('\r\n0\r\n\r\n')];
    const gained = await server.memoryGainedBy(async () => {
      const [answer] = await sendRaw(
        server.port,
        Buffer.concat([Buffer.from(head('POST /api/flows', headers)), ...chunk]),
      );
      expect([400, 413]).toContain(problemIn(answer!).status);
    });
    expect(gained).toBeLessThan(mostMemoryGained);
  });

  it('are many bombs at once', async () => {
    const body = gzipSync(Buffer.alloc(100 * mebibyte, ' '));
    const gained = await server.memoryGainedBy(async () => {
      const responses = await Promise.all(Array.from({ length: 20 }, () => gzipped(body)));
      expect(new Set(responses.map(({ status }) => status))).not.toContain(500);
      expect(responses.filter(({ status }) => ![413, 503].includes(status))).toEqual([]);
    });
    expect(gained).toBeLessThan(2 * mostMemoryGained);
  });

  it('is more at once than there is memory for, and is told so before it is read', async () => {
    const headers = (): [string, string][] => [
      ['Authorization', `Bearer ${keys.shop}`],
      ['Content-Type', 'application/json'],
      ['Idempotency-Key', randomUUID()],
      ['Content-Length', String(limits.push)],
    ];
    const body = pushOf(limits.push);
    const bytes = (): Buffer => Buffer.concat([Buffer.from(head('POST /api/flows', headers())), Buffer.from(body)]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => sendRaw(server.port, bytes())));
    const statuses = answers.map(([answer]) => answer?.status);
    expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([]);
    for (const [answer] of answers.filter(([one]) => one?.status === 503)) {
      expect(problemIn(answer!)).toMatchObject({ code: 'overloaded', retryable: true });
      expect(answer!.headers.get('retry-after')).toMatch(/^\d+$/);
    }
  });
});

const emptyMember = gzipSync('');
/** 1 MiB of blanks in about 1 KB. */
const oneMebibyte = gzipSync(Buffer.alloc(mebibyte, ' '));

function bombInPush(bytes: number): Buffer {
  const [start = '', end = ''] = aPush('bomb').withStep('s').withObservation('o', '@').json().split('@');
  return Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, 'x'), Buffer.from(end)]);
}

describe('bytes that are no text', () => {
  const inName = (bytes: number[]): Buffer => {
    const [start = '', end = ''] = aPush('@').json().split('@');
    return Buffer.concat([Buffer.from(start), Buffer.from(bytes), Buffer.from(end)]);
  };
  const bom = [0xef, 0xbb, 0xbf];

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'invalid-json'],
    ['a byte that never occurs', inName([0x61, 0xff]), 'invalid-utf8'],
    ['an overlong slash', inName([0xc0, 0xaf]), 'invalid-utf8'],
    ['an overlong NUL', inName([0xe0, 0x80, 0x80]), 'invalid-utf8'],
    ['a surrogate', inName([0xed, 0xa0, 0x80]), 'invalid-utf8'],
    ['beyond the last character', inName([0xf4, 0x90, 0x80, 0x80]), 'invalid-utf8'],
    ['a continuation alone', inName([0x80]), 'invalid-utf8'],
    ['a character that is cut', inName([0xe2, 0x82]), 'invalid-utf8'],
    ['UTF-16', Buffer.from(`\ufeff${push}`, 'utf16le'), 'invalid-utf8'],
    ['Latin-1', Buffer.from(push, 'latin1'), 'invalid-utf8'],
    ['a byte order mark first', Buffer.concat([Buffer.from(bom), Buffer.from(push)]), 'invalid-json'],
  ])('are refused, plain and gzipped: %s', async (_what, body, code) => {
    for (const response of [await send(body), await gzipped(gzipSync(body))]) {
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ status: 400, code });
      if (code === 'invalid-utf8') expect(problem.detail).toMatch(/byte offset \d+/);
    }
  });
});

describe('a client that goes away', () => {
  it.each([
    ['plain', {}],
    ['gzipped', { 'Content-Encoding': 'gzip' }],
  ])('half-way gives back the memory of its body: %s', async (_what, coding) => {
    const body =
      'Content-Encoding' in coding ? gzipSync(pushOf(limits.push), { level: 0 }) : Buffer.from(pushOf(limits.push));
    for (let time = 0; time < 8; time++) {
      const headers = {
        Authorization: `Bearer ${keys.shop}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
        'Content-Length': String(body.length),
        ...coding,
      };
      const socket = connect({ host: '127.0.0.1', port: server.port });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(head('POST /api/flows', Object.entries(headers)));
      await new Promise((resolve) => socket.write(body.subarray(0, body.length / 2), resolve));
      socket.destroy();
    }
    // Their shares together would have left no room for this one.
    let status = 0;
    for (let tries = 0; tries < 200 && status !== 202; tries++) status = (await send(pushOf(limits.push))).status;
    expect(status).toBe(202);
    for (let tries = 0; tries < 200 && (await bytesInFlight()) > 0; tries++) await send(push);
    expect(await bytesInFlight()).toBe(0);
  });
});

async function bytesInFlight(): Promise<number> {
  const [, bytes] =
    /^flowtrail_ingest_inflight_bytes (\d+)/m.exec(await (await server.client.get('/metrics')).text()) ?? [];
  return Number(bytes);
}
