import type { DropReason } from './receipt.js';

/** Why an error was made: a wrong option at construction, or why a flow was dropped. */
export type ErrorCode = 'invalid-option' | DropReason;

/** The only error class of the SDK. The message says what happened, where, and what to do. */
export class FlowTrailError extends Error {
  override readonly name = 'FlowTrailError';
  readonly code: ErrorCode;
  /** Whether the same call can succeed later: for a dropped flow, whether calling `finish()` again makes sense. */
  readonly retryable: boolean;

  constructor(message: string, details: { code: ErrorCode; retryable: boolean; cause?: unknown }) {
    super(message, details);
    this.code = details.code;
    this.retryable = details.retryable;
  }
}
