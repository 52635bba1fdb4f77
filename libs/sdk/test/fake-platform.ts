import { createHash, randomFillSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Push, PushBatch } from '@flow-trail/contracts';
import type { Platform } from '../src/index.js';

/** One request as the server sees it. */
export interface SeenRequest {
  url: string;
  init: RequestInit;
  headers: Record<string, string>;
  bytes: Uint8Array;
  /** The body after inflation. */
  text: string;
  at: number;
}

export type Answer = (request: SeenRequest) => Response | Promise<Response>;

/** Turns of the event loop without a request or timer after which nothing else is under way. */
const patience = 50;

/** A clock that jumps to the next timer as soon as nothing else is under way, and a server that answers by a script. */
export class FakePlatform implements Platform {
  readonly requests: SeenRequest[] = [];
  /** Every wait and time limit that was asked for, in milliseconds. */
  readonly scheduled: number[] = [];
  randomNumber = 0.5;
  #milliseconds = Date.UTC(2026, 0, 2, 3, 4, 5);
  #timers = new Set<{ at: number; callback: () => void }>();
  #acts = 0;
  readonly #script: Answer[];
  readonly #lastAnswer: Answer;

  /** The last answer of the script is given again and again. */
  constructor(...script: Answer[]) {
    this.#script = script;
    this.#lastAnswer = script.at(-1) ?? accept();
  }

  readonly now = () => this.#milliseconds;
  readonly elapsed = () => this.#milliseconds;
  readonly random = () => this.randomNumber;
  readonly randomBytes = (count: number) => randomFillSync(new Uint8Array(count));

  readonly schedule = (callback: () => void, milliseconds: number) => {
    const timer = { at: this.#milliseconds + milliseconds, callback };
    this.scheduled.push(milliseconds);
    this.#timers.add(timer);
    this.#acts += 1;
    return () => {
      this.#acts += 1;
      this.#timers.delete(timer);
    };
  };

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const bytes = init.body as Uint8Array;
    const headers = init.headers as Record<string, string>;
    const text = new TextDecoder().decode(headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
    const request = { url: String(input), init, headers, bytes: bytes.slice(), text, at: this.#milliseconds };
    const answer = this.#script[this.requests.length] ?? this.#lastAnswer;
    this.requests.push(request);
    this.#acts += 1;
    return answer(request);
  };

  advance(milliseconds: number): void {
    this.#milliseconds += milliseconds;
  }

  /** Lets time pass until the promise settles. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = () => void (isSettled = true);
    promise.then(settled, settled);
    for (let idle = 0, acts = this.#acts; !isSettled; acts = this.#acts) {
      await new Promise((resolve) => setImmediate(resolve));
      idle = acts === this.#acts ? idle + 1 : 0;
      if (idle < patience || isSettled) continue;
      this.fireNextTimer();
      idle = 0;
    }
    return promise;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** The body of the last request, parsed. */
  get push(): Push {
    return JSON.parse(this.requests.at(-1)?.text ?? 'null') as Push;
  }

  fireNextTimer(): void {
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (!next) return;
    this.#timers.delete(next);
    this.#milliseconds = Math.max(this.#milliseconds, next.at);
    next.callback();
  }
}

/** The right answer, with changes. */
export function accept(changes: Record<string, unknown> = {}, status = 202): Answer {
  return (request) => Response.json(accepted(request, changes), { status });
}

function accepted({ text, url }: Pick<SeenRequest, 'text' | 'url'>, changes: Record<string, unknown> = {}) {
  // The first line of NDJSON holds the flow too.
  const { id, attempt, name: flowName } = (JSON.parse(text.split('\n', 1)[0] ?? '') as Push).flow;
  const digest = createHash('sha256').update(text).digest('hex');
  return { id, url: `${url}/shown/${id}`, attempt, flowName, state: 'accepted', digest, warnings: [], ...changes };
}

/** The right answer to a batch, each item changed as told; to a push alone, the right one to that. */
export function acceptAll(change: (name: string) => Record<string, unknown> = () => ({})): Answer {
  return (request) => {
    if (!request.url.endsWith('/batch')) return accept()(request);
    const results = pushesOf(request).map(({ key, text, push }) => ({
      key,
      status: 202,
      replayed: false,
      ...accepted({ text, url: request.url }),
      ...change(push.flow.name),
    }));
    return Response.json({ results, warnings: [] });
  };
}

/** Those of a batch, or the one; the text is that of the push alone. */
export function pushesOf({ url, text, headers }: SeenRequest): { key: string; text: string; push: Push }[] {
  if (!url.endsWith('/batch')) return [{ key: headers['idempotency-key'] ?? '', text, push: JSON.parse(text) as Push }];
  const { pushes } = JSON.parse(text) as PushBatch;
  // Printed again it is the same text, since JSON.stringify made it.
  return pushes.map(({ key, push }) => ({ key, push, text: JSON.stringify(push) }));
}

/** An error as the server words it. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return () =>
    Response.json({ status, code, title: `Title of ${code}`, detail: `Detail of ${code}` }, { status, headers });
}

export const hang: Answer = () => new Promise<never>(() => undefined);

export const unreachable: Answer = () =>
  Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:3000') }));
