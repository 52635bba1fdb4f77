import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { PushAccepted } from '@flow-trail/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { RateLimit } from '../access/rate-limit.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';
import { Metrics } from '../metrics/metrics.js';
import { bodyTypes } from '../push/read-push.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { PushQueue } from '../queue/push-queue.js';
import { pushIdOf } from '../storage/ids.js';
import { BodyBudget } from './body-budget.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { PushLedger, type AcceptedPush } from './push-ledger.js';
import { acceptedAnswer } from './push-accepted.answer.js';
import { readBody, readMediaType, type BodyType } from './read-body.js';
import { expectSamePush, stillInFlight } from './replay.js';

const types = [bodyTypes.json, bodyTypes.lines];
const lookUpBytes = 256 * 1024;

/** What the interceptor hands to the controller: the bytes of a push that was not seen before. */
export interface ReceivedPush {
  projectId: string;
  pushId: string;
  contentType: BodyType;
  body: Uint8Array;
  digest: Buffer;
}

export type PushRequest = FastifyRequest & { receivedPush?: ReceivedPush };

/**
 * One key, one push. A request whose key was used with the same bytes is answered as the first one was; with other bytes it is refused.
 * A new push goes on to the handler, and once it is committed a worker is woken.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<AcceptedPush, PushAccepted> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly ledger: PushLedger,
    private readonly queue: PushQueue,
    private readonly load: AcceptLoad,
    private readonly budget: BodyBudget,
    private readonly rates: RateLimit,
    private readonly metrics: Metrics,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<AcceptedPush | undefined>): Observable<PushAccepted> {
    const http = context.switchToHttp();
    return from(this.#count(http.getRequest(), http.getResponse(), next));
  }

  async #count(
    request: PushRequest,
    reply: FastifyReply,
    next: CallHandler<AcceptedPush | undefined>,
  ): Promise<PushAccepted> {
    const stop = this.metrics.acceptSeconds.startTimer();
    this.load.enter();
    try {
      const answer = await this.#answer(request, reply, next);
      this.metrics.ingestRequests.inc({ outcome: reply.hasHeader('idempotent-replayed') ? 'replayed' : 'accepted' });
      stop();
      return answer;
    } catch (error) {
      this.metrics.ingestRequests.inc({ outcome: error instanceof Problem ? error.code : 'internal' });
      throw error;
    } finally {
      this.load.leave();
      this.metrics.inFlightBytes.set(this.budget.takenBytes);
    }
  }

  async #answer(
    request: PushRequest,
    reply: FastifyReply,
    next: CallHandler<AcceptedPush | undefined>,
  ): Promise<PushAccepted> {
    const { projectId } = request.caller;
    const pushId = pushIdOf(projectId, readIdempotencyKey(request.headers['idempotency-key']));
    const contentType = readMediaType(request.headers, types);
    const share = this.budget.open();
    try {
      const { bytes, digest } = await readBody(request.raw, this.config.http.pushBytes, share);
      await this.rates.chargeRead(request, bytes.length);
      return await this.#take({ projectId, pushId, contentType, body: bytes, digest }, request, reply, next);
    } finally {
      share.release();
    }
  }

  async #take(
    received: ReceivedPush,
    request: PushRequest,
    reply: FastifyReply,
    next: CallHandler<AcceptedPush | undefined>,
  ): Promise<PushAccepted> {
    // A small push is quicker inserted than looked up first; a large one is not stored twice for nothing.
    const isLarge = received.body.byteLength > lookUpBytes;
    const first = isLarge ? await this.ledger.find(received.projectId, received.pushId) : null;
    if (first) return this.#replay(first, received, reply);
    request.receivedPush = received;
    const accepted = await lastValueFrom(next.handle());
    if (!accepted) return this.#replayTwin(received, reply);
    this.queue.wake({ projectId: received.projectId, pushId: received.pushId, epoch: accepted.epoch });
    return this.#accepted(accepted, reply);
  }

  /** Another request with this key was committed while this one was read. */
  async #replayTwin(received: ReceivedPush, reply: FastifyReply): Promise<PushAccepted> {
    const twin = await this.ledger.find(received.projectId, received.pushId);
    if (!twin) throw stillInFlight();
    return this.#replay(twin, received, reply);
  }

  #replay(first: AcceptedPush, { digest }: ReceivedPush, reply: FastifyReply): PushAccepted {
    expectSamePush(first, digest);
    reply.header('idempotent-replayed', 'true');
    return this.#accepted(first, reply);
  }

  #accepted(push: AcceptedPush, reply: FastifyReply): PushAccepted {
    reply.header('location', `/api/pushes/${push.id}`);
    return acceptedAnswer(push, this.config.http.publicUrl);
  }
}
