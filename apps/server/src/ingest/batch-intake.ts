import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BatchAnswer, BatchResult } from '@flow-trail/contracts';
import { RateLimit } from '../access/rate-limit.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';
import { causeOf, problemDetails, toProblem } from '../http/problem.filter.js';
import { Metrics } from '../metrics/metrics.js';
import { PushReader } from '../push/push-reader.js';
import type { ReadItem } from '../push/read-batch.js';
import { bodyTypes } from '../push/read-push.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { PushQueue } from '../queue/push-queue.js';
import { pushIdOf } from '../storage/ids.js';
import { Backlog } from './backlog.js';
import { BodyBudget, type BodyShare } from './body-budget.js';
import { FlowIntake } from './flow-intake.js';
import { normalKey } from './idempotency-key.js';
import type { PushRequest } from './idempotency.interceptor.js';
import { acceptedAnswer } from './push-accepted.answer.js';
import { PushLedger, smallBytes } from './push-ledger.js';
import { readBody, readMediaType } from './read-body.js';
import { expectSamePush, stillInFlight } from './replay.js';

/** Takes in a batch: each push as if it had come alone, with a key and an answer of its own. */
@Injectable()
export class BatchIntake {
  readonly #logger = new Logger('Http');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reader: PushReader,
    private readonly intake: FlowIntake,
    private readonly ledger: PushLedger,
    private readonly queue: PushQueue,
    private readonly load: AcceptLoad,
    private readonly backlog: Backlog,
    private readonly budget: BodyBudget,
    private readonly rates: RateLimit,
    private readonly metrics: Metrics,
  ) {}

  async accept(request: PushRequest): Promise<BatchAnswer> {
    this.backlog.expectRoom();
    const share = this.budget.open();
    try {
      const { items, warnings, body } = await this.#read(request, share);
      return { results: await this.#takeAll(items, body, request), warnings };
    } finally {
      share.release();
      this.metrics.inFlightBytes.set(this.budget.takenBytes);
    }
  }

  async #read(request: PushRequest, share: BodyShare) {
    try {
      readMediaType(request.headers, [bodyTypes.json]);
      const { pushBytes, observationBytes } = this.config.http;
      const { bytes } = await readBody(request.raw, pushBytes, share);
      await this.rates.chargeRead(request, bytes.length);
      const { result, body } = await this.reader.readBatch({ body: bytes, observationBytes });
      if (!result.ok) throw new Problem(result.code, result.detail, { errors: result.errors });
      return { ...result, body };
    } catch (error) {
      this.metrics.ingestRequests.inc({ outcome: toProblem(error).code });
      throw error;
    }
  }

  /**
   * Together, so that small ones share a commit; large ones one by one, so that a batch never has the database to itself. A key that is
   * used twice, in the order of its uses.
   */
  #takeAll(items: ReadItem[], body: Uint8Array, request: PushRequest): Promise<BatchResult[]> {
    const earlier = new Map<string, Promise<BatchResult>>();
    let large: Promise<unknown> | undefined;
    return Promise.all(
      items.map((item) => {
        const key = normalKey(item.key);
        const isLarge = item.end - item.start > smallBytes;
        const turn = Promise.all([key ? earlier.get(key) : undefined, isLarge ? large : undefined]);
        const result = turn.then(() => this.#answer(item, key, body, request));
        if (key) earlier.set(key, result);
        if (isLarge) large = result;
        return result;
      }),
    );
  }

  /** Never throws: what goes wrong with one item is that item's answer. */
  async #answer(item: ReadItem, key: string | undefined, body: Uint8Array, request: PushRequest): Promise<BatchResult> {
    const stop = this.metrics.acceptSeconds.startTimer();
    try {
      const itsKey = requireKey(key, item);
      const answer = await this.load.during(() => this.#take(item, itsKey, body, request));
      this.metrics.ingestRequests.inc({ outcome: answer.replayed ? 'replayed' : 'accepted' });
      stop();
      return answer;
    } catch (error) {
      const problem = toProblem(error);
      this.metrics.ingestRequests.inc({ outcome: error instanceof Problem ? error.code : 'internal' });
      if (problem.status >= 500) this.#logger.error(`${request.id} ${problem.code}`, causeOf(error));
      return { key: key ?? null, ...problemDetails(problem, request.id) };
    }
  }

  async #take({ start, end, digest, result }: ReadItem, key: string, body: Uint8Array, { caller }: PushRequest) {
    const { projectId } = caller;
    const pushId = pushIdOf(projectId, key);
    const contentType = bodyTypes.json;
    const received = { projectId, pushId, contentType, body: body.subarray(start, end), digest: Buffer.from(digest) };
    const accepted = await this.intake.keep(received, result);
    if (accepted) this.queue.wake({ projectId, pushId, epoch: accepted.epoch });
    const push = accepted ?? (await this.ledger.find(projectId, pushId));
    if (!push) throw stillInFlight();
    if (!accepted) expectSamePush(push, digest);
    return { key, status: 202 as const, replayed: !accepted, ...acceptedAnswer(push, this.config.http.publicUrl) };
  }
}

/** @throws Problem `idempotency-key-missing`, `idempotency-key-invalid` */
function requireKey(key: string | undefined, item: ReadItem): string {
  if (key) return key;
  if (item.key === undefined) {
    throw new Problem(
      'idempotency-key-missing',
      'Give each push a key: a new UUID, and the same one when you try again.',
    );
  }
  throw new Problem('idempotency-key-invalid', 'A key is one UUID, such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.');
}
