import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FilesystemObjectStore } from './filesystem-object-store.js';
import { StoreUnavailable } from './object-store.js';
import { describeObjectStore } from './object-store.contract.js';

describe('FilesystemObjectStore', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'objects-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  describe('as every object store', () => {
    describeObjectStore(async () => new FilesystemObjectStore(path.join(folder, 'made', 'by-the-store')));
  });

  const keysOf = async (store: FilesystemObjectStore) => {
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    return keys;
  };

  it('finds what an earlier run put', async () => {
    const place = path.join(folder, 'earlier');
    await new FilesystemObjectStore(place).put('packs/a', Buffer.from('kept'));
    expect((await new FilesystemObjectStore(place).get('packs/a')).toString()).toBe('kept');
  });

  it('never lists what a killed writer left, and removes it once it is old', async () => {
    const place = path.join(folder, 'leftover');
    const writing = path.join(place, '~writing');
    await mkdir(writing, { recursive: true });
    await writeFile(path.join(writing, 'old'), 'half');
    await writeFile(path.join(writing, 'young'), 'half');
    const twoHoursAgo = Date.now() / 1000 - 2 * 3600;
    await utimes(path.join(writing, 'old'), twoHoursAgo, twoHoursAgo);

    const store = new FilesystemObjectStore(place);
    expect(await keysOf(store)).toEqual([]);
    await store.check();
    expect(await readdir(writing)).toEqual(['young']);
  });

  it('leaves no file behind', async () => {
    const place = path.join(folder, 'tidy');
    const store = new FilesystemObjectStore(place);
    await store.put('staged/p/1/x', Buffer.from('x'));
    await store.put('staged/p/2/x', Buffer.from('x'));
    await store.delete('staged/p/1/x');
    expect(await readdir(path.join(place, 'staged', 'p'))).toEqual(['2~x']);
    await store.delete('staged/p/2/x');
    expect(await readdir(path.join(place, 'staged', 'p'))).toEqual([]);
    expect(await readdir(path.join(place, '~writing'))).toEqual([]);
  });

  it('finds, replaces and deletes what an earlier version kept in a folder of its own', async () => {
    const place = path.join(folder, 'upgraded');
    const pushes = path.join(place, 'packs', 'p');
    for (const push of ['1', '2']) {
      await mkdir(path.join(pushes, push), { recursive: true });
      await writeFile(path.join(pushes, push, 'hash'), `push ${push}`);
    }
    const store = new FilesystemObjectStore(place);
    expect((await store.get('packs/p/1/hash', { offset: 5, length: 1 })).toString()).toBe('1');
    expect(await store.head('packs/p/2/hash')).toEqual({ bytes: 6 });
    expect(await store.head('packs/p/2')).toBeUndefined();
    expect((await keysOf(store)).sort()).toEqual(['packs/p/1/hash', 'packs/p/2/hash']);
    await store.put('packs/p/1/hash', Buffer.from('anew'));
    expect((await store.get('packs/p/1/hash')).toString()).toBe('anew');
    await store.delete('packs/p/1/hash');
    expect(await store.head('packs/p/1/hash')).toBeUndefined();
    expect(await readdir(pushes)).toEqual(['2']);
  });

  it('says in a sentence what is wrong with its folder', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const store = new FilesystemObjectStore(path.join(file, 'objects'));
    const sentence = `${path.join(file, 'objects')} cannot be a folder, for a file stands in its way: choose another folder.`;
    for (const refused of [store.check(), store.put('a', Buffer.from('x'))]) {
      await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(refused).rejects.toMatchObject({ message: sentence, cause: { code: 'ENOTDIR' } });
    }
  });

  it('keeps no half-written file when an object cannot come into its place', async () => {
    const place = path.join(folder, 'refused');
    const store = new FilesystemObjectStore(place);
    await store.put('a/b/c', Buffer.from('x'));
    await expect(store.put('a', Buffer.from('y'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await readdir(path.join(place, '~writing'))).toEqual([]);
    expect((await store.get('a/b/c')).toString()).toBe('x');
  });
});
