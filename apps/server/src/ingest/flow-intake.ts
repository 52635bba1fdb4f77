import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { flowDeleted } from '../errors/flow-deleted.js';
import { Problem } from '../errors/problem.js';
import type { ReadHeadResult } from '../push/read-head.js';
import { PushReader } from '../push/push-reader.js';
import { flowIdOf } from '../storage/ids.js';
import { ObjectStore } from '../storage/object-store/object-store.js';
import type { ReceivedPush } from './idempotency.interceptor.js';
import { PushLedger, type AcceptedPush, type NewPush } from './push-ledger.js';

/** Larger bodies wait in the object store, not in the table. */
const inlineBytes = 1024 * 1024;

/** Takes a push in: reads it, and commits it before anyone is told that it was accepted. */
@Injectable()
export class FlowIntake {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reader: PushReader,
    private readonly ledger: PushLedger,
    private readonly objects: ObjectStore,
  ) {}

  /** `undefined`: a push with the same key was committed first. */
  async accept(received: ReceivedPush): Promise<AcceptedPush | undefined> {
    const { contentType } = received;
    const { observationBytes } = this.config.http;
    const { result, body } = await this.reader.read({ body: received.body, contentType, observationBytes });
    return this.keep({ ...received, body }, result);
  }

  /** The same for a push that has been read. */
  async keep(
    { projectId, pushId, contentType, body, digest }: ReceivedPush,
    result: ReadHeadResult,
  ): Promise<AcceptedPush | undefined> {
    if (!result.ok) throw new Problem(result.code, result.detail, { errors: result.errors });
    const { flow, warnings } = result;
    const push = {
      projectId,
      id: pushId,
      flowId: flow.id?.toLowerCase() ?? flowIdOf(pushId),
      attempt: flow.attempt ?? 1,
      flowName: flow.name.toWellFormed(),
      digest,
      contentType,
      warnings,
      epoch: 0,
      bodyBytes: body.byteLength,
    };
    const isNew = await (body.byteLength > inlineBytes
      ? this.#stage(push, body)
      : this.ledger.insert({
          ...push,
          body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
          bodyKey: null,
        }));
    if (isNew) return { ...push, state: 'accepted' };
    if (await this.ledger.isFlowDeleted(projectId, push.flowId)) throw flowDeleted();
    return undefined;
  }

  /**
   * The object first, the row last. The key is new for each request, so twins never share an object; what a failed commit leaves may
   * belong to a row after all, and is collected later.
   */
  async #stage(push: Omit<NewPush, 'body' | 'bodyKey'>, body: Uint8Array): Promise<boolean> {
    const bodyKey = `staged/${push.projectId}/${push.id}/${randomUUID()}`;
    await this.objects.put(bodyKey, body);
    const isNew = await this.ledger.insert({ ...push, body: null, bodyKey });
    if (!isNew) await this.objects.delete(bodyKey);
    return isNew;
  }
}
