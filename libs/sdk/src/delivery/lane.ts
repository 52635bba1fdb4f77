import { sendingHost } from '#sending-host';
import type { SendSettings } from './send-settings.js';
import { batchBody, judgeBatch } from './batch.js';
import { judgeAnswer } from './judge-answer.js';
import { describeFailure, noAnswer } from './no-answer.js';
import type { Outcome, Push } from './transport.js';

/** Requests at a time to one server; what waits beyond them is sent together where it can be. */
const mostRequests = 4;
const mostShared = 100;
const mostSharedLength = 512 * 1024;

/** What a request carries; a batch has no key of its own. */
type Sendable = Pick<Push, 'contentType' | 'body' | 'encoding'> & Partial<Pick<Push, 'idempotencyKey'>>;

export type LaneSettings = Pick<SendSettings, 'endpoint' | 'apiKey' | 'gzip' | 'platform'>;

interface Waiting {
  push: Push;
  signal: AbortSignal;
  resolve: (outcome: Outcome) => void;
}

/** The way of this process to one server. Without load each push has a request of its own at once; under load small ones share one. */
export class Lane {
  readonly url: string;
  readonly #settings: LaneSettings;
  #waiting: Waiting[] = [];
  #requests = 0;
  #isSharing = true;

  constructor(settings: LaneSettings) {
    this.url = `${settings.endpoint}/api/flows`;
    this.#settings = settings;
  }

  /** Never rejects. A push whose signal is aborted while it waits is not sent. */
  send(push: Push, signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#waiting.push({ push, signal, resolve });
      this.#next();
    });
  }

  #next(): void {
    while (this.#requests < mostRequests) {
      const group = this.#takeGroup();
      if (group.length === 0) return;
      this.#requests += 1;
      const abort = whenAllAbort(group.map(({ signal }) => signal));
      // Raced, since a patched fetch may not honour the signal: it must not block the lane.
      void Promise.race([this.#deliver(group, abort.signal), abort.done]).finally(() => {
        this.#requests -= 1;
        this.#next();
      });
    }
  }

  /** The first that waits, with those after it that can share its request. Looks no further: all of them may be many. */
  #takeGroup(): Waiting[] {
    const group: Waiting[] = [];
    let length = 0;
    let taken = 0;
    for (const waiting of this.#waiting) {
      const { shareable } = waiting.push;
      const isAlone = shareable === undefined || !this.#isSharing;
      if (!waiting.signal.aborted) {
        length += shareable?.length ?? 0;
        if (group.length > 0 && (isAlone || length > mostSharedLength)) break;
        group.push(waiting);
      }
      taken += 1;
      if (group.length === (isAlone ? 1 : mostShared)) break;
    }
    this.#waiting.splice(0, taken);
    return group;
  }

  async #deliver(group: Waiting[], signal: AbortSignal): Promise<void> {
    const [first] = group;
    if (group.length > 1) return this.#deliverTogether(group, signal);
    if (first) first.resolve(await this.#deliverAlone(first.push, signal));
  }

  async #deliverAlone(push: Push, signal: AbortSignal): Promise<Outcome> {
    try {
      const answer = await this.#post(this.url, push, signal);
      return await judgeAnswer(answer, push, this.#settings.platform.now());
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #deliverTogether(group: Waiting[], signal: AbortSignal): Promise<void> {
    const outcomes = await this.#exchangeTogether(group, signal).catch((error: unknown) =>
      group.map(() => this.#failed(error)),
    );
    if (outcomes) return group.forEach(({ resolve }, i) => resolve(outcomes[i] ?? this.#failed(undefined)));
    // A server that takes no batches, or not this one: each goes alone.
    this.#isSharing = false;
    this.#waiting.unshift(...group);
  }

  async #exchangeTogether(group: Waiting[], signal: AbortSignal): Promise<Outcome[] | undefined> {
    const pushes = group.map(({ push }) => push);
    const body = await batchBody(pushes, this.#settings.gzip);
    const answer = await this.#post(`${this.url}/batch`, body, signal);
    return judgeBatch(answer, pushes, this.#settings.platform.now());
  }

  #post(url: string, body: Sendable, signal: AbortSignal): Promise<Response> {
    return this.#settings.platform.fetch(url, {
      method: 'POST',
      headers: headersOf(body, this.#settings.apiKey),
      body: body.body,
      redirect: 'manual',
      signal,
    });
  }

  #failed(error: unknown): Outcome {
    return noAnswer(`POST ${this.url}: ${describeFailure(error)}`, 'network-error', error);
  }
}

function headersOf(
  { contentType, idempotencyKey, encoding, body }: Sendable,
  apiKey: string | undefined,
): Record<string, string> {
  return {
    'content-type': contentType,
    accept: 'application/json',
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    ...(encoding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    ...(sendingHost.contentDigest ? { 'content-digest': sendingHost.contentDigest(body) } : {}),
  };
}

/** A request goes on while anyone waits for it. */
function whenAllAbort(signals: AbortSignal[]): { signal: AbortSignal; done: Promise<void> } {
  const abort = new AbortController();
  const done = new Promise<void>((resolve) => {
    const check = () => {
      if (!signals.every(({ aborted }) => aborted)) return;
      abort.abort();
      resolve();
    };
    for (const signal of signals) signal.addEventListener('abort', check, { once: true });
  });
  return { signal: abort.signal, done };
}
