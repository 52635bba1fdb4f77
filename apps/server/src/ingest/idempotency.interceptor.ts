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
import { Backlog } from './backlog.js';
import { BodyBudget } from './body-budget.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { PushLedger, type AcceptedPush } from './push-ledger.js';
import { acceptedAnswer } from './push-accepted.answer.js';
import { LargeBody } from './large-body.js';
import { openBody, readMediaType, type Body, type BodyType } from './read-body.js';
import { expectSamePush, stillInFlight } from './replay.js';

const types = [bodyTypes.json, bodyTypes.lines];
const lookUpBytes = 256 * 1024;
/** Larger bodies wait in the object store, not in the table. */
export const inlineBytes = 1024 * 1024;

export interface PushPlace {
  projectId: string;
  pushId: string;
  contentType: BodyType;
}

/** What the interceptor hands to the controller: a push that was not seen before, with its bytes or with where they come from. */
export interface ReceivedPush extends PushPlace {
  body: Body | LargeBody;
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
    private readonly backlog: Backlog,
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
    try {
      const answer = await this.#answer(request, reply, next);
      this.metrics.ingestRequests.inc({ outcome: reply.hasHeader('idempotent-replayed') ? 'replayed' : 'accepted' });
      stop();
      return answer;
    } catch (error) {
      this.metrics.ingestRequests.inc({ outcome: error instanceof Problem ? error.code : 'internal' });
      throw error;
    } finally {
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
    this.backlog.expectRoom();
    const share = this.budget.open();
    try {
      const body = await openBody(request.raw, this.config.http.pushBytes, inlineBytes, share);
      const received = { projectId, pushId, contentType, body };
      if (body instanceof LargeBody) return await this.#takeLarge(body, received, request, reply, next);
      await this.rates.chargeRead(request, body.bytes.length);
      const isLarge = body.bytes.length > lookUpBytes;
      return await this.load.during(() => this.#take(received, isLarge, request, reply, next));
    } finally {
      share.release();
    }
  }

  async #takeLarge(
    body: LargeBody,
    received: ReceivedPush,
    request: PushRequest,
    reply: FastifyReply,
    next: CallHandler<AcceptedPush | undefined>,
  ): Promise<PushAccepted> {
    try {
      return await this.#take(received, true, request, reply, next);
    } catch (error) {
      // What is wrong with it may have happened on the way: that is known at its end.
      if (error instanceof Problem && error.status < 500) await body.drain();
      throw error;
    } finally {
      await body.close();
      await this.rates.chargeRead(request, body.length);
    }
  }

  async #take(
    received: ReceivedPush,
    isLarge: boolean,
    request: PushRequest,
    reply: FastifyReply,
    next: CallHandler<AcceptedPush | undefined>,
  ): Promise<PushAccepted> {
    // A small push is quicker inserted than looked up first; a large one is not stored twice for nothing.
    const first = isLarge ? await this.ledger.find(received.projectId, received.pushId) : null;
    if (first) return this.#replay(first, received, reply);
    request.receivedPush = received;
    const accepted = await lastValueFrom(next.handle());
    if (!accepted) return this.#replayTwin(received, reply);
    const { projectId, pushId, body } = received;
    const job = { projectId, pushId, epoch: accepted.epoch };
    if (body instanceof LargeBody) this.queue.wakeAlone(job);
    else this.queue.wake(job);
    return this.#accepted(accepted, reply);
  }

  /** Another request with this key was committed while this one was read. */
  async #replayTwin(received: ReceivedPush, reply: FastifyReply): Promise<PushAccepted> {
    const twin = await this.ledger.find(received.projectId, received.pushId);
    if (!twin) throw stillInFlight();
    return this.#replay(twin, received, reply);
  }

  async #replay(first: AcceptedPush, { body }: ReceivedPush, reply: FastifyReply): Promise<PushAccepted> {
    expectSamePush(first, body instanceof LargeBody ? await body.digest() : body.digest);
    reply.header('idempotent-replayed', 'true');
    return this.#accepted(first, reply);
  }

  #accepted(push: AcceptedPush, reply: FastifyReply): PushAccepted {
    reply.header('location', `/api/pushes/${push.id}`);
    return acceptedAnswer(push, this.config.http.publicUrl);
  }
}
