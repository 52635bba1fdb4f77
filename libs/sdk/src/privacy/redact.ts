import { keysOf } from '../decisions/path.js';
import { FlowTrailError } from '../flow-trail-error.js';
import { snapshot } from '../recording/snapshot.js';
import type { Snapshot } from '../recording/snapshot.js';
import { Redaction } from './redaction.js';

/** Where a value was captured; without `step` it belongs to the flow. */
export interface RedactedPlace {
  step?: string;
  /** Of the observation, or `input`, `output`, `config` or `metadata`. */
  name: string;
}

/** What is never recorded. It happens before anything is printed; what is at a redacted path is not even read. */
export interface RedactOptions {
  /** Dotted paths inside a value, through arrays; `*` is any one key, `**` any number of them, such as `**.email`. Default none. */
  paths?: readonly string[];
  /**
   * Returns what is recorded instead of a value, at once: a new value, the given one is the host's. When it throws, or returns undefined or a
   * promise, the whole flow is withheld. Default none.
   */
  by?: (value: unknown, place: RedactedPlace) => unknown;
}

/** A snapshot, and the paths at which something was redacted. */
export interface PrivateSnapshot extends Snapshot {
  redacted: readonly string[];
}

/** Takes snapshots without what must not be recorded. */
export class Privacy {
  readonly #patterns: readonly (readonly string[])[];
  readonly #by: RedactOptions['by'];
  #failure: FlowTrailError | undefined;

  constructor({ paths = [], by }: RedactOptions) {
    this.#patterns = paths.map(keysOf);
    this.#by = by;
  }

  /** Why nothing of the flow may be sent; the first reason that there was. */
  get failure(): FlowTrailError | undefined {
    return this.#failure;
  }

  snapshot(value: unknown, place: RedactedPlace): PrivateSnapshot {
    const redaction = this.#patterns.length > 0 ? new Redaction(this.#patterns) : undefined;
    const taken = snapshot(this.#by ? this.#redacted(this.#by, value, place) : value, { redaction });
    return { ...taken, redacted: redaction ? [...redaction.paths] : [] };
  }

  #redacted(by: NonNullable<RedactOptions['by']>, value: unknown, place: RedactedPlace): unknown {
    try {
      const redacted = by(value, place);
      if (redacted === undefined && value !== undefined) return this.#withhold('returned undefined', place);
      if (redacted instanceof Promise) return this.#withhold('returned a promise', place, redacted);
      return redacted;
    } catch (error) {
      return this.#withhold('threw', place, error);
    }
  }

  #withhold(what: string, { step, name }: RedactedPlace, cause?: unknown): { $ft: string } {
    if (cause instanceof Promise) cause.catch(() => undefined);
    const where = step === undefined ? `${name} of the flow` : `"${step}/${name}"`;
    // What it threw may name the very value that it was to hide.
    const message = `redact.by ${what} for the ${where}: nothing of the flow is sent. It must return the value to record, at once.`;
    this.#failure ??= new FlowTrailError(message, { code: 'redaction-failed', retryable: false, cause });
    return { $ft: 'withheld' };
  }
}
