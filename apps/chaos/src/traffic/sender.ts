import { setTimeout as sleep } from 'node:timers/promises';
import type { PushAccepted } from '@flow-trail/contracts';
import type { Ledger } from '../instruments/ledger.js';
import type { MadePush } from './made-push.js';

export interface Project {
  name: string;
  key: string;
}

export interface Patience {
  /** For one try. */
  tryMs: number;
  /** For all tries. */
  deadlineMs: number;
}

export type SendOutcome = { outcome: 'delivered' } | { outcome: 'dropped'; reason: string };

const usual: Patience = { tryMs: 20_000, deadlineMs: 90_000 };
const retried = [408, 409, 425, 429, 500, 502, 503, 504];

/** Sends pushes as a careful client does: one key and one body for all tries, and everything into the ledger. */
export class Sender {
  constructor(
    private readonly url: string,
    private readonly project: Project,
    private readonly ledger: Ledger,
  ) {}

  async deliver(push: MadePush, patience: Patience = usual): Promise<SendOutcome> {
    const end = Date.now() + patience.deadlineMs;
    for (let tries = 1; ; tries++) {
      const result = await this.try(push, Math.min(patience.tryMs, end - Date.now()));
      if (result === 'delivered') return this.#end(push, { outcome: 'delivered' });
      const pauseMs = Math.min(2_000, 100 * 2 ** Math.min(tries, 5));
      if (!result.isRetryable || Date.now() + pauseMs >= end) {
        return this.#end(push, { outcome: 'dropped', reason: result.reason });
      }
      await sleep(pauseMs);
    }
  }

  /** As `deliver`, with one try. */
  async once(push: MadePush, tryMs = usual.tryMs): Promise<SendOutcome> {
    const result = await this.try(push, tryMs);
    return this.#end(
      push,
      result === 'delivered' ? { outcome: 'delivered' } : { outcome: 'dropped', reason: result.reason },
    );
  }

  /** One try of a push that ends otherwise, or has ended. */
  async try(push: MadePush, tryMs = usual.tryMs): Promise<'delivered' | { isRetryable: boolean; reason: string }> {
    const { body, ...sent } = push;
    this.ledger.write({ event: 'sending', ...sent });
    try {
      const response = await this.#post(push.key, body, tryMs);
      return this.#judge(push, response.status, response.headers, await response.text());
    } catch (error) {
      const reason = describe(error);
      this.ledger.write({ event: 'failed', key: push.key, reason });
      return { isRetryable: true, reason };
    }
  }

  #post(key: string, body: Buffer, tryMs: number): Promise<Response> {
    return fetch(`${this.url}/api/flows`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        authorization: `Bearer ${this.project.key}`,
      },
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.max(1, tryMs)),
    });
  }

  #judge({ key, digest }: MadePush, status: number, headers: Headers, text: string) {
    const answer = parsed(text);
    const { id, pushId } = answer;
    const accepted = status === 202 && id && pushId ? { flowId: id, pushId, digest: String(answer.digest) } : undefined;
    this.ledger.write({
      event: 'answered',
      key,
      status,
      ...(answer.code && { code: answer.code }),
      ...(accepted && { accepted, isReplay: headers.has('idempotent-replayed') }),
    });
    if (accepted?.digest === digest) return 'delivered';
    return {
      isRetryable: retried.includes(status) || accepted !== undefined,
      reason: `${status} ${answer.code ?? ''}`,
    };
  }

  #end(push: MadePush, outcome: SendOutcome): SendOutcome {
    this.ledger.write({ event: 'ended', key: push.key, ...outcome });
    return outcome;
  }
}

function parsed(text: string): Partial<PushAccepted> & { code?: string } {
  try {
    return JSON.parse(text) as Partial<PushAccepted>;
  } catch {
    return {};
  }
}

const describe = (error: unknown): string => {
  const { name, message, cause } = error as Error;
  return `${name}: ${cause instanceof Error ? cause.message : message}`;
};
