import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { flowDeleted } from '../errors/flow-deleted.js';
import { Problem } from '../errors/problem.js';
import type { ReadHeadResult } from '../push/read-head.js';
import { PushReader } from '../push/push-reader.js';
import { flowIdOf } from '../storage/ids.js';
import { ObjectStore } from '../storage/object-store/object-store.js';
import { putVerified } from '../storage/object-store/put-verified.js';
import { BodyStaging, stagedKey } from './body-staging.js';
import { inlineBytes, type PushPlace, type ReceivedPush } from './idempotency.interceptor.js';
import { LargeBody } from './large-body.js';
import { PushLedger, type AcceptedPush, type NewPush } from './push-ledger.js';

/** Takes a push in: reads it, and commits it before anyone is told that it was accepted. */
@Injectable()
export class FlowIntake {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reader: PushReader,
    private readonly ledger: PushLedger,
    private readonly objects: ObjectStore,
    private readonly staging: BodyStaging,
  ) {}

  /** `undefined`: a push with the same key was committed first. */
  async accept(received: ReceivedPush): Promise<AcceptedPush | undefined> {
    const { contentType, body: come } = received;
    if (come instanceof LargeBody) return this.#acceptLarge(come, received);
    const { observationBytes } = this.config.http;
    const { result, body } = await this.reader.read({ body: come.bytes, contentType, observationBytes });
    return this.keep({ ...received, body, digest: come.digest }, result);
  }

  /** The same for a push that has been read. */
  async keep(
    { body, digest, ...place }: PushPlace & { body: Uint8Array; digest: Buffer },
    result: ReadHeadResult,
  ): Promise<AcceptedPush | undefined> {
    if (!result.ok) throw new Problem(result.code, result.detail, { errors: result.errors });
    const push = newPush(place, result, digest, body.byteLength);
    const isNew = await (body.byteLength > inlineBytes
      ? this.#stage(push, body)
      : this.ledger.insert({
          ...push,
          body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
          bodyKey: null,
        }));
    return this.#accepted(push, isNew);
  }

  async #acceptLarge(body: LargeBody, place: PushPlace): Promise<AcceptedPush | undefined> {
    const { bodyKey, head } = await this.staging.stage(body, place);
    const push = newPush(place, head, await body.digest(), body.length);
    return this.#accepted(push, await this.#insertStaged(push, bodyKey));
  }

  async #accepted(push: PushWithoutBody, isNew: boolean): Promise<AcceptedPush | undefined> {
    if (isNew) return { ...push, state: 'accepted' };
    if (await this.ledger.isFlowDeleted(push.projectId, push.flowId)) throw flowDeleted();
    return undefined;
  }

  async #stage(push: PushWithoutBody, body: Uint8Array): Promise<boolean> {
    const bodyKey = stagedKey(push.projectId, push.id);
    await putVerified(this.objects, bodyKey, body);
    return this.#insertStaged(push, bodyKey);
  }

  /** The object first, the row last: what a failed commit leaves may belong to a row after all, and is collected later. */
  async #insertStaged(push: PushWithoutBody, bodyKey: string): Promise<boolean> {
    const isNew = await this.ledger.insert({ ...push, body: null, bodyKey });
    if (!isNew) await this.objects.delete(bodyKey);
    return isNew;
  }
}

type PushWithoutBody = Omit<NewPush, 'body' | 'bodyKey'>;

const newPush = (
  { projectId, pushId, contentType }: PushPlace,
  { flow, warnings }: Extract<ReadHeadResult, { ok: true }>,
  digest: Buffer,
  bodyBytes: number,
): PushWithoutBody => ({
  projectId,
  id: pushId,
  flowId: flow.id?.toLowerCase() ?? flowIdOf(pushId),
  attempt: flow.attempt ?? 1,
  flowName: flow.name.toWellFormed(),
  digest,
  contentType,
  warnings,
  epoch: 0,
  bodyBytes,
});
