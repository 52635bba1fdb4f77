import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ObjectStore } from '../storage/object-store/object-store.js';
import { putVerified } from '../storage/object-store/put-verified.js';
import { Impossible } from './failure.js';
import { packKey } from './pack.js';
import { packPush, type PackedPush } from './pack-push.js';
import type { ClaimedPush } from './push-claims.js';

/** A claimed push whose object is stored and verified; only the rows are missing. */
export interface StoredPush {
  claimed: ClaimedPush;
  said: Omit<PackedPush, 'pack'>;
  /** Absent when the push has no observations. */
  packKey: string | null;
}

/** Turns the body of a push into one object, which is stored when this is done. */
@Injectable()
export class PushPacker {
  constructor(private readonly objects: ObjectStore) {}

  /** @throws Impossible when no further try can succeed. */
  async store(claimed: ClaimedPush): Promise<StoredPush> {
    const body = claimed.bodyKey ? await this.objects.get(claimed.bodyKey) : claimed.body;
    if (!body) throw new Impossible('BodyMissing');
    claimed.body = null;
    // A batch of small ones lets requests in between.
    await nextTurn();
    const result = await packPush({ body, contentType: claimed.contentType, digest: claimed.digest.toString('hex') });
    if (!result.ok) throw new Impossible(result.impossible);
    const { pack, ...said } = result.push;
    return { claimed, said, packKey: await this.#put(claimed, pack) };
  }

  async #put({ projectId, id }: ClaimedPush, bytes: Uint8Array): Promise<string | null> {
    if (bytes.byteLength === 0) return null;
    const key = packKey(projectId, id, bytes);
    await putVerified(this.objects, key, bytes);
    return key;
  }
}
