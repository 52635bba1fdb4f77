import { describe, expect, it } from '@jest/globals';
import { ObjectStore, StoreUnavailable, type ByteRange } from '../storage/object-store/object-store.js';
import { StagedBytes, blockBytes } from './body-bytes.js';

const body = Buffer.alloc(2 * blockBytes + 1000, '0123456789');

/** Holds one object, counts what is read of it, and can change it. */
function storeOf(bytes: Buffer): Pick<ObjectStore, 'get'> & { ranges: (ByteRange | undefined)[] } {
  const ranges: (ByteRange | undefined)[] = [];
  const get = async (_key: string, range?: ByteRange): Promise<Buffer> => {
    ranges.push(range);
    const { offset, length } = range ?? { offset: 0, length: bytes.length };
    return Buffer.from(bytes.subarray(offset, offset + length));
  };
  return { get, ranges };
}

const open = (store: Pick<ObjectStore, 'get'>) => new StagedBytes(store as ObjectStore, 'staged/a', body.length);

describe('the bytes of a staged body', () => {
  it.each([
    [0, 10],
    [5, blockBytes],
    [blockBytes - 5, blockBytes + 5],
    [blockBytes, 2 * blockBytes],
    [3, body.length],
    [2 * blockBytes + 999, body.length],
  ])('are those from %d up to %d', async (start, end) => {
    const read = await open(storeOf(body)).read(start, end);
    expect(Buffer.compare(read, body.subarray(start, end))).toBe(0);
  });

  it('come a block at a time, and neighbours of one block come together', async () => {
    const store = storeOf(body);
    const bytes = open(store);
    for (let at = 0; at < blockBytes; at += blockBytes / 8) await bytes.read(at, at + blockBytes / 8);
    await bytes.read(2 * blockBytes, body.length);
    expect(store.ranges).toEqual([
      { offset: 0, length: blockBytes },
      { offset: 2 * blockBytes, length: 1000 },
    ]);
  });

  it('are no longer in memory once the next block is read', async () => {
    const bytes = open(storeOf(body));
    const first = await bytes.read(0, 10);
    await bytes.read(blockBytes, blockBytes + 10);
    expect(first.byteLength).toBe(0);
  });

  it('are refused when a block is not what it was', async () => {
    const changing = Buffer.from(body);
    const bytes = open(storeOf(changing));
    await bytes.read(0, body.length);
    changing.write('x', 7);
    await expect(bytes.read(0, 10)).rejects.toThrow(StoreUnavailable);
  });
});
