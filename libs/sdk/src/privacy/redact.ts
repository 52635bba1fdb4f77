import { isThenable } from '../context/settled.js';
import { keysOf } from '../decisions/path.js';
import { RecordTable } from '../decisions/record-table.js';
import { snapshot } from '../recording/snapshot.js';
import type { Snapshot } from '../recording/snapshot.js';
import { redactionOf } from './redaction.js';
import type { RedactionPath } from './redaction.js';

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
   * Returns what is recorded instead of a value, or a promise of it, which `finish()` awaits for as long as one try may take: a new value, the
   * given one is the host's. When it throws, returns undefined or takes too long, the whole flow is withheld. Default none.
   */
  by?: (value: unknown, place: RedactedPlace) => unknown;
}

/** That `by` did not say what may be recorded of a value. */
export interface Withheld {
  /** Such as `threw`. */
  what: string;
  place: RedactedPlace;
  cause: unknown;
}

/** Takes snapshots without what must not be recorded. */
export class Privacy {
  readonly #redaction: RedactionPath | undefined;
  readonly #by: RedactOptions['by'];
  /** What `by` has not said yet. */
  readonly pending = new Set<Promise<unknown>>();
  /** Why nothing of the flow may be sent; the first reason that there was. */
  failure: Withheld | undefined;

  constructor({ paths = [], by }: RedactOptions = {}) {
    if (paths.length > 0) this.#redaction = redactionOf(paths.map(keysOf));
    this.#by = by;
  }

  /** Hands on what may be recorded of a value: at once, or when `by` has said it. */
  take(captured: unknown, place: RedactedPlace, use: (taken: Snapshot) => void): void {
    if (!this.#by) return use(this.#print(captured));
    const value = RecordTable.is(captured) ? captured.rows() : captured;
    let redacted: unknown;
    let said: Promise<unknown> | undefined;
    try {
      redacted = this.#by(value, place);
      // One that was captured is data: to ask it could make it do something, such as a query.
      if (redacted !== value && isThenable(redacted)) said = Promise.resolve(redacted);
    } catch (error) {
      redacted = this.withhold('threw', place, error);
    }
    if (!said) return use(this.#print(this.#known(redacted, value, place)));
    const later = said
      .then(
        (known: unknown) => this.#known(known, value, place),
        (error: unknown) => this.withhold('rejected', place, error),
      )
      .then((known) => use(this.#print(known)));
    this.pending.add(later);
    void later.then(() => this.pending.delete(later));
  }

  #print(value: unknown): Snapshot {
    return snapshot(value, undefined, this.#redaction);
  }

  /** What was undefined may stay it; nothing else may become it. */
  #known(redacted: unknown, original: unknown, place: RedactedPlace): unknown {
    return redacted === undefined && original !== undefined ? this.withhold('returned undefined', place) : redacted;
  }

  /** Nothing of the flow may be sent; what stands for the value. */
  withhold(what: string, place: RedactedPlace, cause?: unknown): { $ft: string } {
    this.failure ??= { what, place, cause };
    return { $ft: 'withheld' };
  }
}
