import { FlowTrailError } from '../flow-trail-error.js';
import type { Platform } from '../platform.js';
import { judgeAnswer } from './judge-answer.js';
import type { Outcome, Push, Transport } from './transport.js';

/** One try: a POST that is aborted when its time is up, its answer included. */
export class HttpTransport implements Transport {
  readonly #url: string;
  readonly #apiKey: string | undefined;
  readonly #platform: Platform;

  constructor(url: string, apiKey: string | undefined, platform: Platform) {
    this.#url = url;
    this.#apiKey = apiKey;
    this.#platform = platform;
  }

  async send(push: Push, timeoutMs: number): Promise<Outcome> {
    const abort = new AbortController();
    let cancel = () => {};
    const timeUp = new Promise<Outcome>((resolve) => {
      cancel = this.#platform.schedule(() => {
        // Resolved here too: a patched fetch may not honour the signal.
        resolve(this.#failed('timeout', `no answer within ${Math.round(timeoutMs)} ms`));
        abort.abort();
      }, timeoutMs);
    });
    try {
      return await Promise.race([this.#exchange(push, abort.signal), timeUp]);
    } finally {
      cancel();
    }
  }

  async #exchange(push: Push, signal: AbortSignal): Promise<Outcome> {
    try {
      const response = await this.#platform.fetch(this.#url, {
        method: 'POST',
        headers: headersOf(push, this.#apiKey),
        body: push.body,
        redirect: 'manual',
        signal,
      });
      return await judgeAnswer(response, push, this.#platform.now());
    } catch (error) {
      return this.#failed('network-error', describe(error), error);
    }
  }

  #failed(code: 'timeout' | 'network-error', what: string, cause?: unknown): Outcome {
    const message = `POST ${this.#url}: ${what}. Is the Flow Trail server running and reachable there?`;
    return { status: 'retryable', error: new FlowTrailError(message, { code, retryable: true, cause }) };
  }
}

function headersOf(push: Push, apiKey: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'idempotency-key': push.idempotencyKey,
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    ...(push.encoding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
  };
}

/** Node hides the telling part ("connect ECONNREFUSED …") in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
