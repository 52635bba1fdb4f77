import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FilesystemObjectStore } from './filesystem-object-store.js';
import { StoreUnavailable } from './object-store.js';
import { putVerified } from './put-verified.js';

/** Says yes, and keeps so much of it. */
class ForgetfulStore extends FilesystemObjectStore {
  constructor(
    folder: string,
    private readonly share: number,
  ) {
    super(folder);
  }

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    if (this.share > 0) await super.put(key, bytes.subarray(0, bytes.length * this.share));
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an object that is put and looked after', () => {
  it.each([
    ['all', 1],
    ['half', 0.5],
    ['nothing', 0],
  ])('counts as stored only when the store kept all of it: %s', async (kept, share) => {
    const putting = putVerified(new ForgetfulStore(folder, share), `packs/${kept}`, Buffer.from('0123456789'));
    await (share === 1 ? expect(putting).resolves.toBeUndefined() : expect(putting).rejects.toThrow(StoreUnavailable));
  });
});
