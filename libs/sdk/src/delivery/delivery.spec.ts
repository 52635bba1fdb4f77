import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { accept, FakePlatform, hang, problem, unreachable } from '../../test/fake-platform.js';
import type { Answer } from '../../test/fake-platform.js';
import { createFlow, FlowTrailError } from '../index.js';
import type { FlowOptions } from '../index.js';

const status =
  (
    code: number,
    body: ConstructorParameters<typeof Response>[0] = '<h1>hello</h1>',
    headers: Record<string, string> = {},
  ): Answer =>
  () =>
    new Response(body, { status: code, headers });

async function deliver(script: Answer[], options: FlowOptions = {}) {
  const platform = new FakePlatform(...script);
  const flow = createFlow('movie-night', { ...options, platform: { ...members(platform), ...options.platform } });
  flow.createStep('search').capture({ name: 'films', data: 'ü'.repeat(2000) });
  const receipt = await platform.settle(flow.finish());
  return { platform, receipt, tries: platform.requests.length };
}

/** Its parts are instance properties, which spreading copies. */
function members(platform: FakePlatform) {
  const { fetch, now, elapsed, schedule, random } = platform;
  return { fetch, now, elapsed, schedule, random };
}

describe('the request', () => {
  it('carries a version 4 key, and a gzip body whose inflated digest the answer must repeat', async () => {
    const { platform, receipt } = await deliver([accept()], { endpoint: 'https://trail.example/base/' });
    const { url, init, headers, bytes } = platform.requests[0]!;
    expect(url).toBe('https://trail.example/base/api/flows');
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-digest': `sha-256=:${createHash('sha256')
        .update(init!.body as Uint8Array)
        .digest('base64')}:`,
      accept: 'application/json',
      'idempotency-key': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
    expect(bytes.length).toBeLessThan(gunzipSync(bytes).length);
    expect(receipt.status).toBe('accepted');
  });

  it.each<[string, FlowOptions & { small?: boolean }]>([
    ['gzip is switched off', { gzip: false }],
    ['it is small', { small: true }],
  ])('is sent as it is when %s', async (_, { small, ...options }) => {
    const platform = new FakePlatform();
    const flow = createFlow('movie-night', { ...options, platform });
    flow.createStep('search').capture({ name: 'films', data: 'x'.repeat(small ? 10 : 2000) });
    await platform.settle(flow.finish());
    expect(platform.requests[0]!.headers).not.toHaveProperty('content-encoding');
    expect(platform.push.flow.name).toBe('movie-night');
  });

  it('is sent as it is where the runtime cannot compress', async () => {
    const { CompressionStream } = globalThis;
    Object.defineProperty(globalThis, 'CompressionStream', { value: undefined, configurable: true });
    try {
      const { platform, receipt } = await deliver([accept()]);
      expect(platform.requests[0]!.headers).not.toHaveProperty('content-encoding');
      expect(receipt.status).toBe('accepted');
    } finally {
      Object.defineProperty(globalThis, 'CompressionStream', { value: CompressionStream, configurable: true });
    }
  });

  it('is the same in every try', async () => {
    const { platform } = await deliver([unreachable, problem(503, 'overloaded'), accept()]);
    const seen = platform.requests.map(({ headers, bytes }) => [
      headers['idempotency-key'],
      createHash('sha256').update(bytes).digest('hex'),
    ]);
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(String)).size).toBe(1);
  });

  it('has another key for another flow', async () => {
    const [one, two] = [await deliver([accept()]), await deliver([accept()])];
    const key = ({ platform }: typeof one) => platform.requests[0]!.headers['idempotency-key'];
    expect(key(one)).not.toBe(key(two));
  });
});

describe('only a 202 with the digest of what was sent is success', () => {
  it('and hands on the url and the warnings of the server', async () => {
    const warnings = ['"flow.colour" is not known and was ignored.', 7];
    const { receipt } = await deliver([accept({ url: 'https://trail.example/flows/1', warnings })]);
    expect(receipt).toMatchObject({ url: 'https://trail.example/flows/1', warnings: [warnings[0]] });
    expect(receipt).not.toHaveProperty('reason');
  });

  it.each<[string, Answer]>([
    ['a 200 with the right answer', accept({}, 200)],
    ['another digest', accept({ digest: '0'.repeat(64) })],
    [
      'the digest in upper case',
      async (r) => accept({ digest: createHash('sha256').update(r.text).digest('hex').toUpperCase() })(r),
    ],
    ['another flow', accept({ id: '0192f0c1-7a6b-7c3d-8e4f-5a6b7c8d9e0f' })],
    ['an empty body', status(202, null)],
    ['no content', status(204, null)],
    ['the page of a captive portal', status(200)],
    ['JSON that is no object', status(202, 'null')],
    ['300 KB that would be right', accept({ message: 'x'.repeat(300_000) })],
  ])('%s is tried again three times, then dropped', async (_, answer) => {
    const { receipt, tries } = await deliver([answer]);
    expect(tries).toBe(4);
    expect(receipt).toMatchObject({ status: 'dropped', reason: 'unexpected-response' });
    expect(receipt.error!.retryable).toBe(true);
  });

  it('reads no more than 64 KiB of an answer', async () => {
    let pulled = 0;
    let isCancelled = false;
    const endless: Answer = () =>
      new Response(
        new ReadableStream(
          {
            pull: (controller) => (pulled++, controller.enqueue(new Uint8Array(16 * 1024))),
            cancel: () => void (isCancelled = true),
          },
          { highWaterMark: 0 },
        ),
        { status: 202 },
      );
    const { receipt } = await deliver([endless], { maxRetries: 0 });
    expect([pulled, isCancelled, receipt.reason]).toEqual([5, true, 'unexpected-response']);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is neither followed nor tried again', async (code) => {
    const redirect = status(code, null, { location: 'https://login.example/?token=secret' });
    const { receipt, tries } = await deliver([redirect]);
    expect([tries, receipt.reason]).toEqual([1, 'unexpected-response']);
    expect(receipt.error!.message).toContain('https://login.example/, which is not followed; set endpoint');
    expect(receipt.error!.message).not.toContain('secret');
  });

  it("a browser's opaque redirect is one too", async () => {
    const opaque: Answer = () => Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const { receipt, tries } = await deliver([opaque]);
    expect([tries, receipt.reason]).toEqual([1, 'unexpected-response']);
  });
});

describe('trying again', () => {
  it.each<[string, Answer, string]>([
    ['no connection', unreachable, 'network-error'],
    [
      'a body that breaks off',
      () => new Response(new ReadableStream({ start: (c) => c.error(new Error('reset')) }), { status: 202 }),
      'network-error',
    ],
    ['408', problem(408, 'request-timeout'), 'unavailable'],
    ['409 in flight', problem(409, 'idempotency-in-flight'), 'unavailable'],
    ['400 altered on the way', problem(400, 'digest-mismatch'), 'unavailable'],
    ['425', status(425), 'unavailable'],
    ['429', status(429), 'unavailable'],
    ['500', problem(500, 'internal'), 'unavailable'],
    ['502 as HTML', status(502), 'unavailable'],
    ['503', problem(503, 'overloaded'), 'unavailable'],
    ['504 as HTML', status(504), 'unavailable'],
  ])('helps against %s: five times by default', async (_, answer, reason) => {
    const healed = await deliver([answer, answer, answer, answer, answer, accept()]);
    expect([healed.tries, healed.receipt.status]).toEqual([6, 'accepted']);
    const broken = await deliver([answer]);
    expect([broken.tries, broken.receipt.status, broken.receipt.reason]).toEqual([6, 'dropped', reason]);
    expect(broken.receipt.error).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/Gave up after 6 tries\.$/),
    });
  });

  it.each<[number, string, string]>([
    [400, 'invalid-json', 'refused'],
    [401, 'unauthenticated', 'unauthenticated'],
    [403, 'forbidden-scope', 'unauthenticated'],
    [403, 'host-not-allowed', 'refused'],
    [404, 'not-found', 'refused'],
    [409, 'something-else', 'refused'],
    [410, 'gone', 'refused'],
    [413, 'payload-too-large', 'too-large'],
    [415, 'unsupported-encoding', 'refused'],
    [422, 'idempotency-key-reused', 'refused'],
    [501, 'not-implemented', 'refused'],
    [505, 'version', 'refused'],
  ])('does not help against %i %s', async (code, word, reason) => {
    const { receipt, tries } = await deliver([problem(code, word, { 'retry-after': '1' })]);
    expect([tries, receipt.reason, receipt.error!.retryable]).toEqual([1, reason, false]);
    expect(receipt.error!.message).toBe(`The server answered ${code} ${word} Detail of ${word}.`);
  });

  it('stops after maxRetries', async () => {
    expect((await deliver([unreachable], { maxRetries: 2 })).tries).toBe(3);
    expect((await deliver([unreachable], { maxRetries: 0 })).tries).toBe(1);
  });

  it('waits a random part of a time that doubles from half a second to thirty', async () => {
    const waits = async (random: number) => {
      const options = { maxRetries: 9, deadlineMs: 600_000, platform: { random: () => random } };
      const { platform } = await deliver([unreachable], options);
      return platform.requests.slice(1).map((request, i) => request.at - platform.requests[i]!.at);
    };
    expect(await waits(1)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    expect(await waits(0.25)).toEqual([125, 250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });

  const firstWait = async (header: string) => {
    const { platform } = await deliver([problem(503, 'overloaded', { 'retry-after': header }), accept()], {
      deadlineMs: 900_000,
    });
    return platform.requests[1]!.at - platform.requests[0]!.at;
  };
  it.each([
    ['seconds', '7', 7000],
    ['an HTTP date', 'Fri, 02 Jan 2026 03:04:25 GMT', 20_000],
    ['more than five minutes', '86400', 300_000],
    ['less than the backoff', '0', 250],
    ['a date that has passed', 'Fri, 02 Jan 2026 03:00:00 GMT', 250],
    ['nonsense', '-5', 250],
    ['a number that is no second', '1.5', 250],
  ])('honours Retry-After given as %s', async (_, header, wait) => {
    expect(await firstWait(header)).toBe(wait);
  });

  it('does not count waits that the server asked for, until the deadline', async () => {
    const busy = problem(429, 'overloaded', { 'retry-after': '10' });
    expect((await deliver([busy, busy, busy, accept()], { maxRetries: 0 })).receipt.status).toBe('accepted');
    const { receipt, tries } = await deliver([busy], { maxRetries: 0, deadlineMs: 35_000 });
    expect([tries, receipt.reason]).toEqual([4, 'unavailable']);
  });

  it('takes a malformed Retry-After for none', async () => {
    const { tries } = await deliver([problem(503, 'overloaded', { 'retry-after': '1.5' })], { maxRetries: 1 });
    expect(tries).toBe(2);
  });

  it('does not begin a wait that would end after the deadline', async () => {
    const { platform, tries } = await deliver([problem(503, 'overloaded', { 'retry-after': '120' })]);
    expect(tries).toBe(1);
    expect(platform.now()).toBe(platform.requests[0]!.at);
  });

  it('stops when a wait lasted longer than asked and the deadline is over', async () => {
    const platform = new FakePlatform(unreachable);
    const schedule: FakePlatform['schedule'] = (callback, ms) =>
      platform.schedule(() => (platform.advance(120_000), callback()), ms);
    const flow = createFlow('movie-night', { platform: { ...members(platform), schedule } });
    const receipt = await platform.settle(flow.finish());
    expect([platform.requests.length, receipt.reason]).toEqual([1, 'network-error']);
  });
});

describe('time limits', () => {
  it('abort a request that gets no answer, and try again', async () => {
    const { platform, receipt } = await deliver([hang, accept()], { timeoutMs: 3000 });
    const [first, second] = platform.requests;
    expect(first!.init.signal!.aborted).toBe(true);
    expect(second!.at - first!.at).toBe(3000 + 250);
    expect(second!.init.signal!.aborted).toBe(false);
    expect(receipt.status).toBe('accepted');
  });

  it('hold for the body of an answer too', async () => {
    const stalled: Answer = () =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) }), { status: 202 });
    const platform = new FakePlatform(stalled);
    const flow = createFlow('movie-night', { timeoutMs: 3000, maxRetries: 0, platform });
    const finished = flow.finish();
    while (platform.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    platform.fireNextTimer();
    expect(await finished).toMatchObject({ status: 'dropped', reason: 'timeout' });
  });

  it('end the last try at the deadline', async () => {
    const { platform, receipt, tries } = await deliver([hang], { timeoutMs: 10_000, deadlineMs: 25_000 });
    expect([tries, receipt.reason]).toEqual([3, 'timeout']);
    expect(platform.now() - platform.requests[0]!.at).toBe(25_000);
  });

  it('leave no timer behind that would keep the process alive', async () => {
    const { platform } = await deliver([hang, unreachable, problem(503, 'overloaded'), accept()]);
    expect(platform.pendingTimers).toBe(0);
  });
});

describe('a drop', () => {
  it('says where nothing answered, why, and what to do', async () => {
    const { receipt } = await deliver([unreachable], { maxRetries: 0 });
    expect(receipt.error!.message).toBe(
      'POST http://127.0.0.1:3000/api/flows: connect ECONNREFUSED 127.0.0.1:3000. Is the Flow Trail server running and reachable there? Gave up after 1 try.',
    );
    expect((receipt.error!.cause as Error).message).toBe('fetch failed');
  });

  it('names the mistakes that the server found', async () => {
    const errors = [{ pointer: '/steps/0/name', detail: 'is empty' }];
    const { receipt } = await deliver([() => Response.json({ code: 'validation-failed', errors }, { status: 422 })]);
    expect(receipt.error!.message).toBe('The server answered 422 validation-failed /steps/0/name: is empty.');
    expect(receipt.error!.cause).toMatchObject({ errors });
  });

  it('is thrown when asked for, and can be tried again', async () => {
    const platform = new FakePlatform(problem(413, 'payload-too-large'), accept());
    const flow = createFlow('movie-night', { throwOnError: true, platform });
    const thrown = await platform.settle(flow.finish()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FlowTrailError);
    expect(thrown).toMatchObject({ name: 'FlowTrailError', code: 'too-large', retryable: false });
    expect(await platform.settle(flow.finish())).toMatchObject({ status: 'accepted' });
  });

  it('is what happens to more text than a string can hold', async () => {
    const { TextEncoder } = globalThis;
    const fail = () => {
      throw new RangeError('Invalid string length');
    };
    const overflow = class {
      encode = fail;
      encodeInto = fail;
    };
    Object.defineProperty(globalThis, 'TextEncoder', { value: overflow, configurable: true, writable: true });
    try {
      const { receipt, tries } = await deliver([accept()]);
      expect([tries, receipt.reason, receipt.error!.retryable]).toEqual([0, 'too-large', false]);
    } finally {
      Object.defineProperty(globalThis, 'TextEncoder', { value: TextEncoder, configurable: true, writable: true });
    }
  });
});
