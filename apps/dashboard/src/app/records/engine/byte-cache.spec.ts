import 'fake-indexeddb/auto';

import { beforeEach, expect, test } from '@jest/globals';
import { createStore, setMany } from 'idb-keyval';

import { ByteCache, type ByteCacheOptions } from './byte-cache';

const DAY = 24 * 60 * 60 * 1000;
let now = 0;
let database = 0;
let name = '';

beforeEach(() => {
  now = 1_000_000;
  name = `cache-${++database}`;
});

const cache = (options: ByteCacheOptions = {}): ByteCache =>
  new ByteCache({ now: () => now, database: name, ...options });
const bytes = (size: number, fill = 1): Uint8Array<ArrayBuffer> => new Uint8Array(size).fill(fill);

test('gives bytes back as they came, to another instance too', async () => {
  await cache().put('f/a', bytes(3, 7));
  expect(await cache().get('f/a')).toEqual(bytes(3, 7));
  expect(await cache().get('f/b')).toBeUndefined();
});

test('gives bytes back while they are still being written, and not once they are dropped', async () => {
  const one = cache();
  const written = one.put('f/a', bytes(3, 7));
  expect(await one.get('f/a')).toEqual(bytes(3, 7));
  const dropped = one.drop('f/');
  expect(await one.get('f/a')).toBeUndefined();
  await Promise.all([written, dropped]);
  expect(await cache().get('f/a')).toBeUndefined();
});

test('forgets after three days, however often it was read', async () => {
  await cache().put('f/a', bytes(3));
  now += 3 * DAY - 1;
  expect(await cache().get('f/a')).toBeDefined();
  now += 1;
  expect(await cache().get('f/a')).toBeUndefined();
});

test('drops the least recently used beyond its budget', async () => {
  const small = cache({ budgetBytes: 10 });
  for (const key of ['f/a', 'f/b']) {
    await small.put(key, bytes(4));
    now++;
  }
  await small.get('f/a');
  now++;
  await small.put('f/c', bytes(4));
  expect(await small.get('f/a')).toBeDefined();
  expect(await small.get('f/b')).toBeUndefined();
  expect(await small.get('f/c')).toBeDefined();
});

test('drops what has expired before what is merely old', async () => {
  const small = cache({ budgetBytes: 10, maxAgeMs: 100 });
  await small.put('f/expired', bytes(5));
  now += 99;
  await small.get('f/expired');
  await small.put('f/fresh', bytes(5));
  now += 1;
  await small.put('f/new', bytes(5));
  expect(await small.get('f/fresh')).toBeDefined();
});

test('does not take what is larger than the whole budget', async () => {
  const small = cache({ budgetBytes: 10 });
  await small.put('f/a', bytes(4));
  await small.put('f/huge', bytes(11));
  expect(await small.get('f/huge')).toBeUndefined();
  expect(await small.get('f/a')).toBeDefined();
});

test('drops all of one flow', async () => {
  const bytesOf = cache();
  await bytesOf.put('one/a', bytes(1));
  await bytesOf.put('one/b', bytes(1));
  await bytesOf.put('two/a', bytes(1));
  await bytesOf.drop('one/');
  expect(await bytesOf.get('one/a')).toBeUndefined();
  expect(await bytesOf.get('one/b')).toBeUndefined();
  expect(await bytesOf.get('two/a')).toBeDefined();
});

test('takes foreign rows for a miss', async () => {
  await setMany(
    [
      ['entry:f/a', 'nonsense'],
      ['data:f/a', 'nonsense'],
    ],
    createStore(name, 'observation-data'),
  );
  expect(await cache().get('f/a')).toBeUndefined();
});

test('fails open when the browser forbids storage', async () => {
  const forbidden = globalThis.indexedDB;
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    value: {
      open: () => {
        throw new Error('no');
      },
    },
  });
  try {
    const closed = cache();
    await closed.put('f/a', bytes(1));
    expect(await closed.get('f/a')).toBeUndefined();
  } finally {
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: forbidden });
  }
});
