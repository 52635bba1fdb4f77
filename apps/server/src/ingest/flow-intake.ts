import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';
import { readPush } from '../push/read-push.js';
import { flowIdOf } from '../storage/ids.js';
import type { ReceivedPush } from './idempotency.interceptor.js';
import { PushLedger, type AcceptedPush } from './push-ledger.js';

/** Takes a push in: reads it, and commits it before anyone is told that it was accepted. */
@Injectable()
export class FlowIntake {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly ledger: PushLedger,
  ) {}

  /** `undefined`: a push with the same key was committed first. */
  async accept({ projectId, pushId, body, digest }: ReceivedPush): Promise<AcceptedPush | undefined> {
    const read = readPush(body, this.config.http.observationBytes);
    if (!read.ok) throw new Problem(read.code, read.detail, { errors: read.errors });
    const { flow, warnings } = read.push;
    const accepted = {
      id: pushId,
      flowId: flow.id?.toLowerCase() ?? flowIdOf(pushId),
      attempt: flow.attempt ?? 1,
      flowName: flow.name,
      digest,
      warnings,
      epoch: 0,
    };
    return (await this.ledger.insert({ ...accepted, projectId, body })) ? accepted : undefined;
  }
}
