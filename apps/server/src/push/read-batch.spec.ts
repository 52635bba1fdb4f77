import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { limits } from '@flow-trail/contracts';
import { aPush } from '@flow-trail/testing';
import { readBatch, type ReadBatchResult } from './read-batch.js';

const read = (text: string): ReadBatchResult => readBatch({ body: Buffer.from(text), observationBytes: 1000 });
const itemsOf = (text: string) => {
  const result = read(text);
  if (!result.ok) throw new Error(result.detail);
  return result.items;
};

describe('reading a batch', () => {
  it('cuts out the exact bytes of each push', () => {
    const pushes = [` ${aPush('a').json()} `, aPush('b').json().replace('{', '{\n  "x": 1.0, ')];
    const text = `{"pushes":[{"key":"1","push":${pushes[0]}},{"pu\\u0073h":${pushes[1]},"key":"2"}]}`;
    const items = itemsOf(text);
    expect(items.map(({ key }) => key)).toEqual(['1', '2']);
    for (const [index, { start, end, digest, result }] of items.entries()) {
      const bytes = pushes[index]!.trim();
      expect(Buffer.from(text).subarray(start, end).toString()).toBe(bytes);
      expect(Buffer.from(digest).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(result).toMatchObject({ ok: true, flow: { name: 'ab'[index] } });
    }
  });

  it('keeps what is wrong with one item to that item', () => {
    const deep = '['.repeat(200) + ']'.repeat(200);
    const items = itemsOf(`{"pushes":[1,{"key":"k"},{"push":{}},{"push":${deep}},{"push":${aPush().json()}}]}`);
    expect(items.map(({ result }) => (result.ok ? 'ok' : `${result.code} ${result.errors?.[0]?.pointer}`))).toEqual([
      'validation-failed /pushes/0',
      'validation-failed /pushes/1/push',
      'validation-failed /flow',
      'json-too-deep undefined',
      'ok',
    ]);
  });

  it('refuses what is no batch as a whole', () => {
    expect(read('{"pushes":')).toMatchObject({ code: 'invalid-json' });
    expect(read('[]')).toMatchObject({ code: 'validation-failed' });
    expect(read('{}')).toMatchObject({ errors: [{ pointer: '/pushes', detail: 'must be a list of pushes' }] });
    const items = (count: number) => `{"pushes":[${Array.from({ length: count }, () => '{}').join(',')}]}`;
    expect(read(items(limits.batch)).ok).toBe(true);
    expect(read(items(limits.batch + 1))).toMatchObject({ errors: [{ pointer: '/pushes' }] });
  });

  it('names what it does not know around the pushes', () => {
    const result = read(`{"colour":1,"pushes":[{"key":"1","shape":2,"push":${aPush().json()}}]}`);
    expect(result).toMatchObject({
      warnings: [
        '/colour is unknown to this server and was ignored.',
        '/pushes/0/shape is unknown to this server and was ignored.',
      ],
    });
  });
});
