import type { FlowTrailError } from '../flow-trail-error.js';

/** One accepted request: a whole flow or a part of one. The key and the bytes never change between tries. */
export interface Push {
  flowId: string;
  idempotencyKey: string;
  contentType: 'application/json' | 'application/x-ndjson';
  body: Uint8Array<ArrayBuffer>;
  encoding: 'identity' | 'gzip';
  /** Lower-case hex SHA-256 of the body before compression. */
  digest: string;
  /** The JSON before compression, of a push that is small enough to share a request with others. */
  shareable?: string;
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

export interface Transport {
  /** Never rejects. */
  send(push: Push, timeoutMs: number): Promise<Outcome>;
  /** Ends what is under way within so many milliseconds, because the process ends: waits are cut short for one last try. */
  hurry(graceMs: number): void;
}
