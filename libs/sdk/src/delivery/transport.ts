import type { FlowTrailError } from '../flow-trail-error.js';

/** One flow, ready to be sent any number of times: the key and the bytes never change between tries. */
export interface Push {
  flowId: string;
  idempotencyKey: string;
  body: Uint8Array<ArrayBuffer>;
  encoding: 'identity' | 'gzip';
  /** Lower-case hex SHA-256 of the body before compression. */
  digest: string;
}

/** What became of a push. */
export type Outcome =
  | { status: 'accepted'; url: string | undefined; warnings: string[] }
  | { status: 'dropped'; error: FlowTrailError }
  | {
      status: 'retryable';
      error: FlowTrailError;
      /** How long the server asked to wait. */
      retryAfterMs?: number;
      /** Fewer retries than usual for this kind of answer. */
      maxRetries?: number;
    };

/** Never rejects. One method: fetch keeps nothing open that would need closing. */
export interface Transport {
  send(push: Push, timeoutMs: number): Promise<Outcome>;
}
