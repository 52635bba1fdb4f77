import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineSlices, sliceLines as sliceWholeLines, type SliceLinesResult } from './slice-lines.js';
import { PushSlices, slice as sliceWhole, type SliceResult, type SlicedPush } from './slice.js';

const limits = { depth: 100, nodes: 10_000_000 };
const encoder = new TextEncoder();

/** Wherever a body is cut into chunks, the result is that of the whole. */
function slice(body: Uint8Array, said: typeof limits): SliceResult {
  const whole = sliceWhole(body, said);
  for (const size of chunkSizes(body)) expectSame(inChunks(new PushSlices(said), body, size), whole);
  return whole;
}

function sliceLines(body: Uint8Array, said: typeof limits): SliceLinesResult {
  const whole = sliceWholeLines(body, said);
  for (const size of chunkSizes(body)) expectSame(inChunks(new LineSlices(said), body, size), whole);
  return whole;
}

const chunkSizes = ({ length }: Uint8Array): number[] => [length > 10_000 ? 4093 : 1 + (length % 11), 301];

function inChunks<T>(
  slices: { add(bytes: Uint8Array, isLast: boolean): void; end(): T },
  body: Uint8Array,
  size: number,
): T {
  // One memory for all chunks, as at the door: what is kept of a chunk must not lie in it.
  const memory = new Uint8Array(size);
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.subarray(at, at + size);
    memory.set(chunk);
    slices.add(memory.subarray(0, chunk.length), false);
  }
  memory.fill(0);
  slices.add(new Uint8Array(), true);
  return slices.end();
}

function expectSame(result: unknown, whole: unknown): void {
  if (!isDeepStrictEqual(result, whole)) expect(result).toEqual(whole);
}

function sliceText(text: string, changed: Partial<typeof limits> = {}): SliceResult {
  return slice(encoder.encode(text), { ...limits, ...changed });
}

function accepted(result: SliceResult): SlicedPush {
  if (!result.ok) throw new Error(`refused: ${result.code}: ${result.detail}`);
  return result.push;
}

function failure(result: SliceResult): string {
  if (result.ok) throw new Error('accepted');
  return `${result.code}: ${result.detail}`;
}

/** What a strict reader makes of the bytes: one text that was parsed, or nothing. */
function parsed(body: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) };
  } catch {
    return undefined;
  }
}

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function elements(holder: unknown, key: string): unknown[] {
  const value = isObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** The observations that hold data, at `steps[*].observations[*]`. */
function observationsWithData(envelope: unknown): Members[] {
  return elements(envelope, 'steps')
    .flatMap((step) => elements(step, 'observations'))
    .filter(isObject)
    .filter((observation) => Object.hasOwn(observation, 'data'));
}

function dataText(push: SlicedPush, body: Uint8Array, index: unknown): string {
  const { start, end } = push.data[index as number]!;
  return new TextDecoder().decode(body.subarray(start, end));
}

/** Puts the data back into the envelope and compares with `JSON.parse`: values, key order and own `__proto__` keys. */
function expectLossless(body: Uint8Array, value: unknown): void {
  const push = accepted(slice(body, limits));
  for (const observation of observationsWithData(push.envelope)) {
    const { records } = push.data[observation['data'] as number]!;
    observation['data'] = JSON.parse(dataText(push, body, observation['data']));
    expect(records).toBe(Array.isArray(observation['data']) ? observation['data'].length : null);
  }
  expect(isDeepStrictEqual(push.envelope, value)).toBe(true);
  expect(JSON.stringify(push.envelope)).toBe(JSON.stringify(value));
}

function expectAsJsonParse(body: Uint8Array): void {
  const reference = parsed(body);
  if (reference === undefined) expect(slice(body, limits)).toMatchObject({ ok: false });
  else expectLossless(body, reference.value);
}

const white = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 2 });
const escapedUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`);
const stringText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => JSON.stringify(text).slice(1, -1)),
      escapedUnit,
      fc.constantFrom(
        '\\/',
        '\\b',
        '\\f',
        '\\n',
        '\\r',
        '\\t',
        '\\"',
        '\\\\',
        '\\ud800',
        '\\u0000',
        '\u2028',
        '\u007f',
      ),
    ),
    { maxLength: 4 },
  )
  .map((pieces) => `"${pieces.join('')}"`);
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 });
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      digits.map((text) => `1${text}`),
    ),
    fc.option(
      digits.map((text) => `.${text}`),
      { nil: '' },
    ),
    fc.option(
      fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), digits).map((parts) => parts.join('')),
      { nil: '' },
    ),
  )
  .map((parts) => parts.join(''));
const scalarText = fc.oneof(numberText, stringText, fc.constantFrom('true', 'false', 'null', '1.0', '-0', '1E400'));
const keyText = fc.oneof(
  stringText,
  fc.constantFrom('"data"', '"d\\u0061ta"', '"steps"', '"\\u0073teps"', '"observations"', '"observ\\u0061tions"'),
  fc.constantFrom('"__proto__"', '"\\u005f_proto__"', '"constructor"', '"toString"', '"Data"', '"data "', '""'),
);

const arrayText = (element: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(white, element, white), { maxLength: 4 })
    .chain((items) => white.map((gap) => `[${items.map((parts) => parts.join('')).join(',') || gap}]`));
const objectText = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(white, key, white, fc.constant(':'), white, value, white), { maxLength: 5 })
    .chain((members) => white.map((gap) => `{${members.map((parts) => parts.join('')).join(',') || gap}}`));

const { jsonText } = fc.letrec<{ jsonText: string }>((tie) => ({
  jsonText: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: scalarText },
    { weight: 1, arbitrary: arrayText(tie('jsonText')) },
    { weight: 2, arbitrary: objectText(keyText, tie('jsonText')) },
  ),
}));

/** An object that mostly has the key that leads on, often twice, beside keys and values that do not belong. */
const withKey = (keys: string[], value: fc.Arbitrary<string>) =>
  objectText(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: keyText }),
    fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: jsonText }),
  );
const mostly = (value: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: jsonText });
const observationText = withKey(['"data"', '"d\\u0061ta"', '"name"'], jsonText);
const stepText = withKey(['"observations"', '"observation\\u0073"'], arrayText(mostly(observationText)));
const pushText = withKey(['"steps"', '"\\u0073teps"'], arrayText(mostly(stepText)));

const samplePush = `{"flow":{"name":"søk","data":{"kept":[1]}},
  "steps":[{"name":"a","observations":[
    {"name":"x","d\\u0061ta":[1.0,-0,{"data":9007199254740993}],"version":1},
    {"name":"y","data":"\\ud83d\\ude00 😀 \\"","queryable":null}, {"data" : -12.5e+3 }]},
    {"observations":[], "data": true}],"data":false}`;

describe('slice', () => {
  describe('against JSON.parse', () => {
    it('gives every JSON text back as JSON.parse reads it', () => {
      fc.assert(
        fc.property(fc.tuple(white, jsonText, white), (parts) => expectAsJsonParse(encoder.encode(parts.join('')))),
        { seed: 1, numRuns: 3000 },
      );
    });

    it('gives every push back as JSON.parse reads it, with duplicate, escaped and misplaced keys', () => {
      fc.assert(
        fc.property(pushText, (text) => expectAsJsonParse(encoder.encode(text))),
        { seed: 2, numRuns: 2500 },
      );
    });

    it('meets many data values in those pushes', () => {
      const texts = fc.sample(pushText, { seed: 2, numRuns: 1000 });
      const found = texts.map((text) => observationsWithData(JSON.parse(text)).length);
      expect(found.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(500);
    });

    it('accepts and refuses mutated bytes as a strict decoder and JSON.parse do', () => {
      const byte = fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(...Buffer.from('{}[]",:\\ \n0123456789.-+eEtrufalsn')),
      );
      const edit = fc.tuple(fc.constantFrom('replace', 'insert', 'delete'), fc.nat(), byte);
      const body = fc.oneof(fc.constant(samplePush), jsonText, pushText);
      const outcomes = { accepted: 0, refused: 0 };
      fc.assert(
        fc.property(body, fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
          const bytes = [...encoder.encode(text)];
          for (const [kind, place, value] of edits) {
            const at = place % (bytes.length + 1);
            bytes.splice(at, kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [value]));
          }
          const mutated = Uint8Array.from(bytes);
          outcomes[parsed(mutated) ? 'accepted' : 'refused']++;
          expectAsJsonParse(mutated);
        }),
        { seed: 3, numRuns: 10_000 },
      );
      expect(Math.min(outcomes.accepted, outcomes.refused)).toBeGreaterThan(1000);
    });

    it.each(['"@"', '"\\@"', '"\\u00@0"', '[1@]', '[@1]', '[-@]', '[1.@5]', '[1e@5]', '[0@]', 'tru@', '{@}'])(
      'takes the same bytes in the place of the @ in %s',
      (text) => {
        for (let byte = 0; byte < 256; byte++) {
          expectAsJsonParse(encoder.encode(text).map((own) => (own === 0x40 ? byte : own)));
        }
      },
    );

    it('refuses a push that is cut short, after any byte', () => {
      const body = encoder.encode(samplePush);
      for (let end = 0; end < body.length; end++) {
        expect(slice(body.subarray(0, end), limits)).toMatchObject({ ok: false });
      }
      expectLossless(body, JSON.parse(samplePush));
    });

    it('goes on inside long strings and numbers, whatever the cut falls into', () => {
      for (let length = 140; length < 180; length++) {
        const x = 'x'.repeat(length);
        const digits = '7'.repeat(length);
        const texts = [
          `"${x}\\u00e9${x}\\\\${x}\\""`,
          `"${x}\\\\\\u00e9${x}\\n"`,
          `"${x}\\u00x9"`,
          `"${x}\\x"`,
          `"${x}\\\\"x"`,
          `{"${x}\\u0064":[-${digits}.0${digits}E+0${digits},0.${digits}]}`,
          `[-0${digits}]`,
          `[1${digits}.${digits}.1]`,
        ];
        for (const text of texts) expectAsJsonParse(encoder.encode(text));
      }
    });

    it('reads a body that lies in the middle of a larger buffer', () => {
      const larger = encoder.encode(`xx${samplePush}xx`);
      expectLossless(larger.subarray(2, -2), JSON.parse(samplePush));
    });
  });

  describe('data', () => {
    const textsOf = (text: string) => {
      const push = accepted(sliceText(text));
      const indexes = observationsWithData(push.envelope).map((observation) => observation['data']);
      return indexes.map((index) => dataText(push, encoder.encode(text), index));
    };
    const pushed = (data: string) => `{"steps":[{"observations":[{"name":"x","data": ${data} ,"version":1}]}]}`;

    it.each([
      '9007199254740993',
      '1.0',
      '-0',
      '1E400',
      '"\\u0000"',
      '"\\ud800"',
      '"\u2028\u007f"',
      '{"b":1,"a":2,"b":3}',
      '{"__proto__":{"polluted":true}}',
      '[ 1 ,\n{ } ]',
    ])('keeps the bytes of %s', (data) => {
      expect(textsOf(pushed(data))).toEqual([data]);
    });

    it('keeps a number of five million digits', () => {
      const number = '7'.repeat(5_000_000);
      expect(textsOf(pushed(number))[0] === number).toBe(true);
    });

    it('counts the elements of an array, and of nothing else', () => {
      const values = ['[]', '[ ]', '[1]', '[[1,2],{"a":[3]},"x,y"]', '{"a":[1,2]}', '"[1]"', 'null'];
      const observations = values.map((data) => `{"data":${data}}`).join(',');
      const { data } = accepted(sliceText(`{"steps":[{"observations":[${observations}]}]}`));
      expect(data.map(({ records }) => records)).toEqual([0, 0, 1, 3, null, null, null]);
    });

    it('is found under keys that are written with escapes', () => {
      expect(textsOf('{"\\u0073teps":[{"\\u006fbserv\\u0061tions":[{"\\u0064\\u0061\\u0074\\u0061":1.0}]}]}')).toEqual([
        '1.0',
      ]);
    });

    it.each([
      '{"data":1.0,"flow":{"data":1.0},"steps":[{"data":1.0,"observations":[{"x":{"data":1.0}}]}]}',
      '{"steps":{"0":{"observations":[{"data":1.0}]}}}',
      '{"steps":[{"observations":{"0":{"data":1.0}}}]}',
      '{"steps":[[{"observations":[{"data":1.0}]}]]}',
      '{"steps":[{"observations":[[{"data":1.0}]]}]}',
      '[{"steps":[{"observations":[{"data":1.0}]}]}]',
      '{"a":{"steps":[{"observations":[{"data":1.0}]}]}}',
      '{"Steps":[{"observations":[{"data":1.0}]}],"steps ":[{"observations":[{"data":1.0}]}]}',
      '{"steps":[{"observations":[{"data\\u0000":1.0,"Data":1.0,"\\\\data":1.0}]}]}',
    ])('stays in the envelope anywhere else: %s', (text) => {
      const push = accepted(sliceText(text));
      expect(push.data).toEqual([]);
      expect(push.envelope).toEqual(JSON.parse(text));
    });

    it('is the last one where keys repeat', () => {
      expect(textsOf('{"steps":[{"observations":[{"data":"first","data":"last"}]}]}')).toEqual(['"last"']);
      expect(textsOf('{"steps":[{"observations":[{"data":1}],"observations":[{"data":2},{"data":3}]}]}')).toEqual([
        '2',
        '3',
      ]);
      expect(textsOf('{"steps":[{"observations":[{"data":1}]}],"steps":[{"observations":[{"data":2}]}]}')).toEqual([
        '2',
      ]);
      expect(textsOf('{"steps":[{"observations":[{"data":1}]}],"steps":[]}')).toEqual([]);
    });

    it('lies in order and apart, so that each range can be copied once', () => {
      const { data } = accepted(sliceText(samplePush));
      expect(data).toHaveLength(3);
      data.reduce((end, next) => {
        expect(next.start).toBeGreaterThan(end);
        expect(next.end).toBeGreaterThan(next.start);
        return next.end;
      }, 0);
    });
  });

  it('keeps hostile envelope keys as own keys and pollutes nothing', () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"\\u005f_proto__":3}';
    const { envelope } = accepted(sliceText(text));
    expect(Object.keys(envelope as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(envelope)).toBe(Object.prototype);
    expect(({} as Members)['polluted']).toBeUndefined();
  });

  it.each(['null', 'true', '0', '""', '[]', '{}', ' \t\r\n1 '])('leaves it to others that %s is no push', (text) => {
    expect(accepted(sliceText(text))).toEqual({ envelope: JSON.parse(text), data: [], nodes: 1 });
  });

  describe('limits', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

    it('takes 100 levels, counted from the top of the body, and refuses 101', () => {
      expect(sliceText(nested(100)).ok).toBe(true);
      expect(sliceText('{"a":'.repeat(100) + '1' + '}'.repeat(100)).ok).toBe(true);
      expect(failure(sliceText(nested(101)))).toBe(
        'json-too-deep: The body nests arrays and objects more than 100 deep, at line 1, column 101 (byte offset 100).',
      );
    });

    it('counts the levels of data together with those around it', () => {
      const pushed = (depth: number) => `{"steps":[{"observations":[{"data":${nested(depth)}}]}]}`;
      expect(sliceText(pushed(95)).ok).toBe(true);
      expect(failure(sliceText(pushed(96)))).toContain('json-too-deep');
    });

    it.each(['[', '{"a":'])('refuses five million levels of %s', (opening) => {
      expect(failure(sliceText(opening.repeat(5_000_000)))).toContain('json-too-deep');
    });

    it('counts values and keys', () => {
      expect(accepted(sliceText('{"a":[1,{}],"b":"x"}')).nodes).toBe(7);
      expect(accepted(sliceText(samplePush)).nodes).toBe(46);
    });

    it.each([
      ['array elements', `[${'0,'.repeat(998)}0]`],
      ['object keys', `{${'"a":0,'.repeat(499)}"":[]}`],
    ])('takes %s up to the node limit and names the limit beyond it', (_, text) => {
      const { nodes } = accepted(sliceText(text));
      expect(sliceText(text, { nodes }).ok).toBe(true);
      expect(failure(sliceText(text, { nodes: nodes - 1 }))).toMatch(
        `json-too-complex: The body holds more than ${nodes - 1} values and keys; the one too many is at line 1, column `,
      );
    });

    it('names the place of a key that is one too many', () => {
      expect(failure(sliceText('{"a":1}', { nodes: 1 }))).toContain('line 1, column 2 (byte offset 1)');
    });

    it('takes any value at exactly its own depth and nodes, and at no less', () => {
      const measure = (value: unknown): { depth: number; nodes: number } => {
        if (typeof value !== 'object' || value === null) return { depth: 0, nodes: 1 };
        const inner = Object.values(value).map(measure);
        const keys = Array.isArray(value) ? 0 : inner.length;
        return {
          depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
          nodes: inner.reduce((sum, { nodes }) => sum + nodes, 1 + keys),
        };
      };
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
          const text = JSON.stringify(value);
          const { depth, nodes } = measure(value);
          expect(sliceText(text, { depth, nodes }).ok).toBe(true);
          expect(failure(sliceText(text, { depth, nodes: nodes - 1 }))).toContain('json-too-complex');
          if (depth > 0) expect(failure(sliceText(text, { depth: depth - 1, nodes }))).toContain('json-too-deep');
        }),
        { seed: 4, numRuns: 1000 },
      );
    });
  });

  describe('says what is wrong and where', () => {
    const notJson = 'invalid-json: The body is not JSON: what stands at';
    it.each([
      ['', 'invalid-json: The body is empty; it must be JSON.'],
      [' \n ', 'invalid-json: The body ends before its JSON does, at line 2, column 2 (byte offset 3).'],
      ['nul', 'invalid-json: The body ends before its JSON does, at line 1, column 4 (byte offset 3).'],
      ['\uFEFF{}', 'invalid-json: The body begins with a byte order mark; send JSON without it.'],
      ["{'a':1}", `${notJson} line 1, column 2 (byte offset 1) does not fit there.`],
      ['{"a":1,}', `${notJson} line 1, column 8 (byte offset 7) does not fit there.`],
      ['{\n"é😀":1,\n"é😀":}', `${notJson} line 3, column 7 (byte offset 23) does not fit there.`],
      ['[1,]', `${notJson} line 1, column 4 (byte offset 3) does not fit there.`],
      ['[1 2]', `${notJson} line 1, column 4 (byte offset 3) does not fit there.`],
      ['{"a" 1}', `${notJson} line 1, column 6 (byte offset 5) does not fit there.`],
      ['{"a":1]', `${notJson} line 1, column 7 (byte offset 6) does not fit there.`],
      ['// no\n1', `${notJson} line 1, column 1 (byte offset 0) does not fit there.`],
      ['NaN', `${notJson} line 1, column 1 (byte offset 0) does not fit there.`],
      ['-Infinity', `${notJson} line 1, column 2 (byte offset 1) does not fit there.`],
      ['01', `${notJson} line 1, column 2 (byte offset 1) does not fit there.`],
      ['[1.]', `${notJson} line 1, column 4 (byte offset 3) does not fit there.`],
      ['.5', `${notJson} line 1, column 1 (byte offset 0) does not fit there.`],
      ['+1', `${notJson} line 1, column 1 (byte offset 0) does not fit there.`],
      ['1e', 'invalid-json: The body ends before its JSON does, at line 1, column 3 (byte offset 2).'],
      ['"\t"', `${notJson} line 1, column 2 (byte offset 1) does not fit there.`],
      ['"\\x"', `${notJson} line 1, column 3 (byte offset 2) does not fit there.`],
      ['"\\u00g0"', `${notJson} line 1, column 6 (byte offset 5) does not fit there.`],
      ['{}\n{}', `${notJson} line 2, column 1 (byte offset 3) does not fit there.`],
    ])('in %j', (text, sentence) => {
      expect(failure(sliceText(text))).toBe(sentence);
    });

    it.each([
      ['a stray byte', [0x22, 0xff, 0x22], 1],
      ['an overlong sequence', [0x22, 0xc0, 0x80, 0x22], 1],
      ['an encoded surrogate', [0x22, 0x61, 0xed, 0xa0, 0x80, 0x22], 2],
      ['a UTF-16 body', [0xff, 0xfe, 0x7b, 0, 0x7d, 0], 0],
      ['a sequence cut short by the end', [0x22, 0xe2, 0x82], 1],
    ])('in %s, which is not UTF-8', (_, bytes, offset) => {
      expect(failure(slice(Uint8Array.from(bytes), limits))).toBe(
        `invalid-utf8: The body is not UTF-8 at byte offset ${offset}.`,
      );
    });

    it('finds the first byte that is not UTF-8 wherever it lies', () => {
      const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x80, 0xbf, 0xe2, 0xf0, 0x9f));
      const characters = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => [...encoder.encode(text)]);
      fc.assert(
        fc.property(characters, fc.array(byte, { minLength: 1, maxLength: 12 }), characters, (before, bad, after) => {
          const body = Uint8Array.from([...before, ...bad, ...after]);
          fc.pre(!isUtf8(body));
          let offset = body.length;
          while (!isUtf8(body.subarray(0, offset))) offset--;
          expect(failure(slice(body, limits))).toContain(`byte offset ${offset}.`);
        }),
        { seed: 5, numRuns: 3000 },
      );
    });

    it('never repeats what the body holds', () => {
      expect(failure(sliceText('{"secret":"s3cr3t" x'))).not.toMatch(/s3cr3t|secret|x"/);
    });
  });

  describe('of lines', () => {
    const lineText = withKey(['"observation"', '"observ\\u0061tion"'], mostly(observationText)).map((text) =>
      text.replaceAll('\n', ' '),
    );
    const ending = fc.constantFrom('\n', '\r\n', '\n\n', ' \r\n \n');
    const bodyText = fc.array(fc.tuple(lineText, ending), { maxLength: 6 });

    it('gives each line back as JSON.parse reads it, its data cut out of the whole body', () => {
      let found = 0;
      fc.assert(
        fc.property(bodyText, fc.boolean(), (pairs, isEnded) => {
          const text = pairs.map((pair) => pair.join('')).join('');
          const body = encoder.encode(isEnded ? text : text.trimEnd());
          const result = sliceLines(body, limits);
          if (!result.ok) throw new Error(result.detail);
          expect(result.lines).toHaveLength(pairs.length);
          for (const { index, envelope, data } of result.lines) {
            const { observation } = envelope as { observation?: unknown };
            if (isObject(observation) && Object.hasOwn(observation, 'data')) {
              const { start, end } = data[observation['data'] as number]!;
              observation['data'] = JSON.parse(new TextDecoder().decode(body.subarray(start, end)));
              found++;
            }
            const reference = new TextDecoder().decode(body).split('\n')[index]!;
            expect(JSON.stringify(envelope)).toBe(JSON.stringify(JSON.parse(reference)));
          }
        }),
        { seed: 6, numRuns: 1500 },
      );
      expect(found).toBeGreaterThan(500);
    });

    it('refuses a body of which any line is no JSON text', () => {
      fc.assert(
        fc.property(
          bodyText,
          fc.array(fc.constantFrom(...'{}[]",:1a\\\n'), { minLength: 1, maxLength: 4 }),
          (pairs, more) => {
            const text = pairs.map((pair) => pair.join('')).join('') + more.join('');
            const lines = text.split('\n').filter((line) => line.trim() !== '');
            const areJson = lines.every((line) => parsed(encoder.encode(line)) !== undefined);
            expect(sliceLines(encoder.encode(text), limits).ok).toBe(areJson);
          },
        ),
        { seed: 7, numRuns: 1500 },
      );
    });

    it('leaves data in the envelope where JSON bodies have it', () => {
      const text = '{"steps":[{"observations":[{"data":1.0}]}]}';
      const result = sliceLines(encoder.encode(text), limits);
      expect(result).toEqual({ ok: true, lines: [{ index: 0, envelope: JSON.parse(text), data: [] }] });
    });

    it('counts the nodes of all lines together', () => {
      const body = encoder.encode('{"a":1}\n{"a":1}\n');
      expect(sliceLines(body, { depth: 1, nodes: 6 }).ok).toBe(true);
      expect(sliceLines(body, { depth: 1, nodes: 5 })).toEqual({
        ok: false,
        code: 'json-too-complex',
        detail: 'The body holds more than 5 values and keys; the one too many is at line 2, column 6 (byte offset 13).',
      });
      expect(sliceLines(body, { depth: 0, nodes: 6 })).toMatchObject({ code: 'json-too-deep' });
    });

    it.each([
      ['{}\n{"a":\n1}', 'The line ends before its JSON does, at line 2, column 6 (byte offset 8).'],
      [
        '{}\n{}{}',
        'The body is not a JSON object a line: what stands at line 2, column 3 (byte offset 5) does not fit there.',
      ],
      ['{}\r\n[1,', 'The line ends before its JSON does, at line 2, column 4 (byte offset 7).'],
    ])('names line and column in %j', (text, detail) => {
      expect(sliceLines(encoder.encode(text), limits)).toEqual({ ok: false, code: 'invalid-json', detail });
    });
  });
});
