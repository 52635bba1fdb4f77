import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { DeclaredOfFlow } from '../decisions/declared.js';
import { TrailParts } from '../decisions/trail-parts.js';
import { ObjectStore } from '../storage/object-store/object-store.js';
import { putVerified } from '../storage/object-store/put-verified.js';
import { StagedBytes, heldBytes, type BodyBytes } from './body-bytes.js';
import { Impossible } from './failure.js';
import { packKey } from './pack.js';
import { packPush, type PackedPush } from './pack-push.js';
import type { ClaimedPush } from './push-claims.js';

/** A claimed push whose object is stored and verified; only the rows are missing. */
export interface StoredPush {
  claimed: ClaimedPush;
  said: Omit<PackedPush, 'pack'>;
  /** Of the declarations that its observations were read by. */
  declaredRevision: number;
  /** Absent when the push has no observations. */
  packKey: string | null;
}

/** Turns the body of a push into one object, which is stored when this is done. */
@Injectable()
export class PushPacker {
  constructor(
    private readonly objects: ObjectStore,
    private readonly trailParts: TrailParts,
  ) {}

  /**
   * @param rest Called between pieces of the work.
   * @throws Impossible when no further try can succeed.
   */
  async store(claimed: ClaimedPush, declared: DeclaredOfFlow, rest: () => Promise<void>): Promise<StoredPush> {
    const body = this.#open(claimed);
    claimed.body = null;
    // A batch of small ones lets requests in between.
    await nextTurn();
    const { contentType, digest } = claimed;
    const task = { body, contentType, digest: digest.toString('hex'), declared, rest };
    const result = await packPush(task).finally(() => body.close());
    if (!result.ok) throw new Impossible(result.impossible);
    const { pack, ...said } = result.push;
    const packKey = await this.#put(claimed, pack);
    if (packKey) this.#rememberSegments(packKey, said);
    return { claimed, said, declaredRevision: declared.revision, packKey };
  }

  #open({ body, bodyKey, bodyBytes }: ClaimedPush): BodyBytes {
    if (bodyKey) return new StagedBytes(this.objects, bodyKey, bodyBytes);
    if (!body) throw new Impossible('BodyMissing');
    return heldBytes(body);
  }

  /** The summary of the flow is made of them in a moment. */
  #rememberSegments(packKey: string, { steps }: Pick<PackedPush, 'steps'>): void {
    for (const { segmentPlace, decisions } of steps.flatMap(({ observations }) => observations)) {
      if (segmentPlace && decisions.segment) this.trailParts.remember(packKey, segmentPlace.offset, decisions.segment);
    }
  }

  async #put({ projectId, id }: ClaimedPush, bytes: Uint8Array): Promise<string | null> {
    if (bytes.byteLength === 0) return null;
    const key = packKey(projectId, id, bytes);
    await putVerified(this.objects, key, bytes);
    return key;
  }
}
