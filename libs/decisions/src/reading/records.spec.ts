import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExactNumber, keysOf, pathOf, readerOf, recordsIn, recordsInText } from '../index.js';

const listed = (text: string, path?: string): unknown[] => [...recordsInText(text, path).records];

describe('the records of an observation', () => {
  it('are the elements of an array, or of one that an object wraps', () => {
    expect(listed('[{"id":1}, {"id":2}]')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(listed('{"took":3,"hits":{"list":[7]}}', 'hits.list')).toEqual([7]);
    expect(listed('{"results":[{"hits":[1]},{"hits":[2]}]}', 'results.1.hits')).toEqual([2]);
  });

  it('are one, where an object stands instead of an array', () => {
    expect(listed('{"id":1}')).toEqual([{ id: 1 }]);
  });

  it.each(['null', '7', '"text"', '[]', '{"other":[1]}'])('are none in %s', (text) => {
    expect(listed(text, text.startsWith('{') ? 'records' : '')).toEqual([]);
  });

  it('leave an envelope in which the total can be read', () => {
    const text = '{"total":5000,"items":[1,2]}';
    expect(readerOf('total')(recordsInText(text, 'items').envelope)).toBe(5000);
    expect(readerOf('total')(recordsIn(JSON.parse(text), 'items').envelope)).toBe(5000);
  });

  it.each([
    ['{"id":1,"total":5}', '', 'total'],
    ['[7]', '', '0'],
    ['{"pages":[{"hits":[1,2]}]}', 'pages.0.hits', 'pages.0.hits.1'],
    ['{"a":{"__proto__":[3]}}', 'a.__proto__', 'a.__proto__.0'],
  ])('are not in the envelope of %s, parsed before or not', (text, path, total) => {
    expect(readerOf(total)(recordsInText(text, path).envelope)).toBeUndefined();
    expect(readerOf(total)(recordsIn(JSON.parse(text), path).envelope)).toBeUndefined();
  });

  it('keep integers that a double would change', () => {
    const [record] = listed('[{"id":9007199254740993,"score":0.12345678901234567}]');
    expect(record).toEqual({ id: new ExactNumber('9007199254740993'), score: 0.12345678901234567 });
  });

  it('are those of the last of several members of one name', () => {
    expect(listed('{"a":[1],"\\u0061":[2]}', 'a')).toEqual([2]);
  });

  it.each(['[1,]', '[1 2]', '[{"a":1}', '{"a" 1}', '["a]', ''])('are not read from %s, which is no JSON', (text) => {
    expect(() => listed(text, text.startsWith('{') ? 'a' : '')).toThrow(SyntaxError);
  });

  it('are the same from text as from parsed data, whatever the data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.constantFrom('a', 'b.c', '0', '')), (value, keys) => {
        const data = { a: value, 'b.c': [value], '': { a: [value] } };
        const text = JSON.stringify(data);
        const path = pathOf(keys);
        expect(listed(text, path)).toEqual([...recordsIn(JSON.parse(text), path).records]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('a path', () => {
  it('leads through any keys that it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2 }), (keys) => {
        expect(keysOf(pathOf(keys))).toEqual(keys);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
