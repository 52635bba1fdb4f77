import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { aPush } from '@flow-trail/testing';
import { keys } from './live-server.behaviour.js';

/** A request as bytes, and what it was meant to be, for the report of a failure. */
export interface FuzzCase {
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Values that were trouble somewhere: put in the place of any value of a push. */
const hostileConstants: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e9,
  1e308,
  Number.MIN_VALUE,
  2 ** 53,
  '',
  ' ',
  'x',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\ufeff',
  '__proto__',
  'constructor',
  'running',
  'completed',
  'done',
  '2026-02-30T00:00:00Z',
  '2026-01-01',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59+23:59',
  '1',
  'NaN',
  "';--",
  '<script>',
  '😀'.repeat(200),
  'x'.repeat(257),
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  { '': '' },
  { '\0': '\0' },
  { length: -1 },
  { toString: null },
  { name: 'x' },
  { name: 'x', version: 2 },
  { candidate: '' },
  { candidate: ['a', 'b'], rules: { r: { op: '<=' } } },
  { a: { b: { c: 1 } } },
);

const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileConstants },
  // What a text column, a JSON column and a line of a log cannot hold, where names and values are free.
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>('\0', '\ud800', { '\0': '\udfff' }, ['\0'], { __proto__: null, a: '\u0000' }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }) },
);

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number };

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

const wholePush = (id: string) =>
  aPush('fuzz')
    .with({
      id,
      attempt: 1,
      tags: ['a'],
      metadata: { a: 1 },
      config: {},
      release: '1',
      parent: id,
      heartbeatSeconds: 5,
    })
    .withStep('one', { metrics: { tokens: 1 }, config: { a: [1] }, parent: { name: 'zero' }, iteration: 1 })
    .withObservation('o', [{ id: 1, price: 1.5 }], {
      role: 'output',
      queryable: { price: 'number' },
      decision: { candidate: 'id' },
    })
    .withObservation('p', { deep: [[1]] })
    .withStep('two')
    .build();

/** A push with some of its values replaced, left out, or joined by others. */
const mutatedPush: fc.Arbitrary<string> = fc
  .tuple(
    fc.uuid(),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'leave out', 'add', 'repeat'), hostileValues), {
      maxLength: 4,
    }),
  )
  .map(([id, mutations]) => {
    const push = wholePush(id);
    for (const [at, kind, value] of mutations) mutate(push, at, kind, value);
    return JSON.stringify(push);
  });

function mutate(push: object, at: number, kind: string, value: unknown): void {
  const places = placesIn(push);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return;
  const { holder, key } = place as { holder: Record<string, unknown>; key: string };
  if (kind === 'replace') holder[key] = value;
  else if (kind === 'leave out') Reflect.deleteProperty(holder, key);
  else if (kind === 'repeat' && Array.isArray(holder)) holder.push(...Array.from({ length: 300 }, () => holder[0]));
  else if (!Array.isArray(holder))
    Object.defineProperty(holder, `${key}${at % 7 || ''}`, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Tokens of JSON in any order: mostly wrong, sometimes right. */
const tokens = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"flow"',
      '"steps"',
      '"data"',
      '"',
      '\\',
      '\\u00',
      '0',
      '-',
      '1e',
      '.',
      'null',
      ' ',
      '\n',
      '\0',
      'é',
    ),
    { maxLength: 60 },
  )
  .map((list) => list.join(''));

const lines: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('flow', 'step', 'observation').chain((kind) => hostileValues.map((value) => ({ [kind]: value }))),
      fc.constantFrom(
        { flow: { name: 'fuzz', createdAt: '2026-01-01T00:00:00Z', finishedAt: null } },
        { step: { name: 'one', version: 1, position: 0, status: 'completed', createdAt: '2026-01-01T00:00:00Z' } },
        { observation: { step: { name: 'one' }, name: 'o', version: 1, data: [1] } },
      ),
    ),
    { maxLength: 6 },
  )
  .map((list) => list.map((line) => JSON.stringify(line)).join('\n'));

/** Some bytes changed, cut out or put in. */
const withDamage = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      text,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('change', 'cut', 'put'), fc.nat({ max: 255 })), { maxLength: 3 }),
      fc.boolean(),
    )
    .map(([whole, damages, isDamaged]) => {
      let bytes: Buffer = Buffer.from(whole);
      for (const [at, kind, byte] of isDamaged ? damages : [])
        bytes = damage(bytes, at % (bytes.length + 1), kind, byte);
      return bytes;
    });

function damage(bytes: Buffer, at: number, kind: string, byte: number): Buffer {
  const put = kind === 'cut' ? Buffer.alloc(0) : Buffer.from([byte]);
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(kind === 'put' ? at : at + 1)]);
}

const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 80,
});

const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('application/json', 'application/json; charset=utf-8') },
  { weight: 2, arbitrary: fc.constant('application/x-ndjson') },
  { weight: 1, arbitrary: headerValue },
);
const coding = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(undefined, 'identity') },
  { weight: 3, arbitrary: fc.constant('gzip') },
  { weight: 1, arbitrary: headerValue },
);
const idempotencyKey = fc.oneof(
  { weight: 12, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.uuid().map((uuid) => `"${uuid}"`) },
  { weight: 1, arbitrary: headerValue },
);
const moreHeaders = fc.array(
  fc.tuple(
    fc.constantFrom(
      'Accept',
      'Range',
      'Origin',
      'If-None-Match',
      'X-Request-Id',
      'Expect',
      'Cookie',
      'Traceparent',
      'X-Fuzz',
      'Idempotency-Key',
    ),
    headerValue,
  ),
  { maxLength: 2 },
);

/** A request to send a push: mostly nearly right. */
export const fuzzCases: fc.Arbitrary<FuzzCase> = fc
  .record({
    text: withDamage(
      fc.oneof(
        { weight: 8, arbitrary: mutatedPush },
        { weight: 1, arbitrary: tokens },
        { weight: 2, arbitrary: lines },
      ),
    ),
    type: contentType,
    coding,
    key: idempotencyKey,
    more: fc.oneof(
      { weight: 3, arbitrary: fc.constant<[string, string][]>([]) },
      { weight: 1, arbitrary: moreHeaders },
    ),
    wire: fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }) },
    ),
    isChunked: fc.boolean(),
  })
  .map(({ text, type, coding: said, key, more, wire, isChunked }) => {
    let body = said === 'gzip' ? gzipSync(text) : text;
    for (const [at, byte] of wire) body = damage(body, at % (body.length + 1), 'change', byte);
    const headers: [string, string][] = [
      ['Authorization', `Bearer ${keys.shop}`],
      ['Content-Type', type],
      ['Idempotency-Key', key],
      ...(said === undefined ? [] : [['Content-Encoding', said] as [string, string]]),
      ...more,
      isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)],
    ];
    return { headers, body: isChunked ? inChunks(body) : body };
  });

function inChunks(body: Buffer): Buffer {
  const chunk = (bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  const half = Math.floor(body.length / 2);
  const chunks = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0);
  return Buffer.concat([...chunks.map(chunk), Buffer.from('0\r\n\r\n')]);
}
