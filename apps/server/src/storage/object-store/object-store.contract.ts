import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ObjectNotFound,
  ObjectTooShort,
  StoreUnavailable,
  type ObjectStore,
  type StoredObject,
} from './object-store.js';

/** What every object store does. Each run works under a fresh prefix, so that a store may be used again. */
export function describeObjectStore(open: () => Promise<ObjectStore>): void {
  const top = `contract-${randomUUID()}`;
  let store: ObjectStore;
  const freshKey = () => `${top}/${randomUUID()}`;
  const listed = async (prefix: string): Promise<StoredObject[]> => {
    const objects: StoredObject[] = [];
    for await (const object of store.list(prefix)) objects.push(object);
    return objects;
  };

  beforeAll(async () => {
    store = await open();
    await store.check();
  });

  describe('an object', () => {
    it.each([
      ['nothing', 0],
      ['one byte', 1],
      ['8 MiB', 8 * 1024 * 1024],
    ])('of %s comes back as it was put', async (_, length) => {
      const key = freshKey();
      const bytes = randomBytes(length);
      await store.put(key, bytes);
      expect((await store.get(key)).equals(bytes)).toBe(true);
      expect(await store.head(key)).toEqual({ bytes: length });
    });

    it('is put from a view into a larger buffer without what lies around it', async () => {
      const key = freshKey();
      await store.put(key, new TextEncoder().encode('before-inside-after').subarray(7, 13));
      expect((await store.get(key)).toString()).toBe('inside');
    });

    it('is replaced by a later put, also by a shorter one', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('the longer first'));
      await store.put(key, Buffer.from('second'));
      expect((await store.get(key)).toString()).toBe('second');
      expect(await store.head(key)).toEqual({ bytes: 6 });
    });

    it('is never seen torn while several writers replace it', async () => {
      const key = freshKey();
      const versions = Array.from({ length: 12 }, (_, version) => Buffer.alloc(200_000 + version * 1000, version));
      const isWhole = (bytes: Buffer) => versions.some((version) => version.equals(bytes));
      await store.put(key, versions[0]!);
      let isWriting = true;
      const reader = async () => {
        const seen: Buffer[] = [];
        do seen.push(await store.get(key));
        while (isWriting);
        return seen;
      };
      const writer = async (own: Buffer[]) => {
        for (const version of own) await store.put(key, version);
      };
      const readers = [reader(), reader(), reader()];
      await Promise.all([0, 4, 8].map((from) => writer(versions.slice(from, from + 4))));
      isWriting = false;
      const seen = (await Promise.all(readers)).flat();
      expect(seen.filter((bytes) => !isWhole(bytes))).toHaveLength(0);
      expect(isWhole(await store.get(key))).toBe(true);
    });

    it('can be put and deleted while its neighbours come and go', async () => {
      const folder = freshKey();
      const comeAndGo = async (key: string) => {
        for (let round = 0; round < 25; round++) {
          await store.put(key, Buffer.from('x'));
          await store.delete(key);
        }
        await store.put(key, Buffer.from('stays'));
      };
      await Promise.all(Array.from({ length: 6 }, (_, index) => comeAndGo(`${folder}/${index}`)));
      expect(await listed(`${folder}/`)).toHaveLength(6);
    });

    it('keeps dots, dashes and underscores of its key apart', async () => {
      const keys = ['a.b', 'a-b', 'a_b', 'A.b', '.a', '-a', 'a..b', 'a.', '...'].map((name) => `${top}/names/${name}`);
      for (const key of keys) await store.put(key, Buffer.from(key));
      for (const key of keys) expect((await store.get(key)).toString()).toBe(key);
    });
  });

  describe('an upload', () => {
    const pieces = [3_000_000, 0, 5_000_000, 1, 262_144, 7_000_000].map((length) => randomBytes(length));

    it.each([
      ['nothing', []],
      ['one piece', pieces.slice(3, 4)],
      ['pieces of any size', pieces],
    ])('of %s is an object once it is finished, and not before', async (_, parts) => {
      const key = freshKey();
      const upload = await store.upload(key);
      const memory = Buffer.alloc(7_000_000);
      for (const part of parts) {
        // The same memory for all: it is free again after each.
        part.copy(memory);
        await upload.write(memory.subarray(0, part.length));
      }
      expect(await store.head(key)).toBeUndefined();
      await upload.finish();
      expect((await store.get(key)).equals(Buffer.concat(parts))).toBe(true);
    });

    it('that is given up leaves nothing, and takes nothing away', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('first'));
      const upload = await store.upload(key);
      for (const part of pieces) await upload.write(part);
      await upload.abort();
      await upload.abort();
      expect((await store.get(key)).toString()).toBe('first');
      expect(await listed(key)).toHaveLength(1);
    });

    it('that never ends is deleted when it began long ago, and can end no more', async () => {
      const key = freshKey();
      const upload = await store.upload(key);
      for (const part of pieces) await upload.write(part);
      expect(await store.deleteUnfinished(key, new Date(Date.now() - 60_000))).toBe(0);
      expect(await store.deleteUnfinished(key, new Date(Date.now() + 60_000))).toBe(1);
      expect(await store.deleteUnfinished(key, new Date(Date.now() + 60_000))).toBe(0);
      await expect(upload.finish()).rejects.toBeInstanceOf(StoreUnavailable);
      expect(await store.head(key)).toBeUndefined();
    });
  });

  describe('a range', () => {
    const bytes = Buffer.from('0123456789');
    let key: string;
    beforeAll(async () => {
      key = freshKey();
      await store.put(key, bytes);
    });

    it.each([
      ['the first byte', 0, 1],
      ['some in the middle', 3, 4],
      ['the last byte', 9, 1],
      ['all', 0, 10],
    ])('gives %s', async (_, offset, length) => {
      const expected = bytes.subarray(offset, offset + length).toString();
      expect((await store.get(key, { offset, length })).toString()).toBe(expected);
    });

    it.each([
      ['ends after the object does', 9, 2],
      ['begins where the object ends', 10, 1],
      ['begins far behind', 1000, 5],
    ])('is an error when it %s', async (_, offset, length) => {
      await expect(store.get(key, { offset, length })).rejects.toBeInstanceOf(ObjectTooShort);
    });

    it('of an empty object is an error', async () => {
      const empty = freshKey();
      await store.put(empty, Buffer.alloc(0));
      await expect(store.get(empty, { offset: 0, length: 1 })).rejects.toBeInstanceOf(ObjectTooShort);
    });

    it.each([
      [-1, 1],
      [0, 0],
      [0, -1],
      [0.5, 1],
      [0, Number.NaN],
    ])('of offset %p and length %p is refused', async (offset, length) => {
      await expect(store.get(key, { offset, length })).rejects.toBeInstanceOf(TypeError);
    });
  });

  describe('a missing object', () => {
    it('is told apart from an empty one', async () => {
      const key = freshKey();
      expect(await store.head(key)).toBeUndefined();
      await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store.get(key, { offset: 0, length: 1 })).rejects.toMatchObject({ name: 'ObjectNotFound', key });
    });

    it('is what is left after a delete, which can come again', async () => {
      const key = freshKey();
      await store.put(key, Buffer.from('x'));
      await store.delete(key);
      await store.delete(key);
      expect(await store.head(key)).toBeUndefined();
      await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFound);
      await store.put(key, Buffer.from('again'));
      expect((await store.get(key)).toString()).toBe('again');
    });

    it('is also what a key above or below that of an object names', async () => {
      const key = freshKey();
      await store.put(`${key}/object`, Buffer.from('x'));
      for (const other of [key, `${key}/object/below`]) {
        expect(await store.head(other)).toBeUndefined();
        await expect(store.get(other)).rejects.toBeInstanceOf(ObjectNotFound);
        await store.delete(other);
      }
      expect((await store.get(`${key}/object`)).toString()).toBe('x');
    });
  });

  describe('a list', () => {
    it('holds every object below a prefix, over more than one page, each once', async () => {
      const folder = freshKey();
      const keys = Array.from({ length: 1_050 }, (_, index) => `${folder}/${index % 7}/object-${index}`);
      for (let from = 0; from < keys.length; from += 30) {
        await Promise.all(keys.slice(from, from + 30).map((key) => store.put(key, Buffer.from(key))));
      }
      const objects = await listed(`${folder}/`);
      expect(objects.map(({ key }) => key).sort()).toEqual([...keys].sort());
      expect(objects.every(({ key, bytes }) => bytes === key.length)).toBe(true);
    });

    it('takes a prefix that ends inside a name', async () => {
      const folder = freshKey();
      for (const name of ['ab/1', 'abc/2', 'b/3', 'abd']) await store.put(`${folder}/${name}`, Buffer.from(name));
      const names = async (prefix: string) =>
        (await listed(`${folder}/${prefix}`)).map(({ key }) => key.slice(folder.length + 1)).sort();
      expect(await names('ab')).toEqual(['ab/1', 'abc/2', 'abd']);
      expect(await names('ab/')).toEqual(['ab/1']);
      expect(await names('abd')).toEqual(['abd']);
      expect(await names('c')).toEqual([]);
      expect(await names('none/such/')).toEqual([]);
    });

    it('says when an object was put', async () => {
      const key = freshKey();
      const before = Date.now();
      await store.put(key, Buffer.from('x'));
      const [object] = await listed(key);
      // Stores keep whole seconds, and clocks of file systems lag by a tick.
      expect(object?.modifiedAt.getTime()).toBeGreaterThanOrEqual(before - 2_000);
      expect(object?.modifiedAt.getTime()).toBeLessThanOrEqual(Date.now() + 2_000);
    });

    it('does not show what a check wrote', async () => {
      await store.check();
      expect((await listed('')).filter(({ key }) => !key.startsWith('contract-'))).toEqual([]);
    });
  });

  describe('a key', () => {
    const odd = [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      '../a',
      'a/../b',
      'a/./b',
      'a b',
      'ä',
      'a\\b',
      'a\0',
      'a~',
      'a%2e',
    ];
    it.each([...odd, 'x'.repeat(256), 'x/'.repeat(512) + 'x'])('like %j is refused everywhere', async (key) => {
      await expect(store.put(key, Buffer.from('x'))).rejects.toBeInstanceOf(TypeError);
      await expect(store.upload(key)).rejects.toBeInstanceOf(TypeError);
      await expect(store.get(key)).rejects.toBeInstanceOf(TypeError);
      await expect(store.head(key)).rejects.toBeInstanceOf(TypeError);
      await expect(store.delete(key)).rejects.toBeInstanceOf(TypeError);
    });

    it.each(['../', '/', 'a/../', 'a//', 'ä', 'a b', '~writing/'])('cannot begin with %j', async (prefix) => {
      await expect(listed(prefix)).rejects.toBeInstanceOf(TypeError);
    });
  });
}
