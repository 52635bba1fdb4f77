import { SlicedBody, type SliceFailure } from './slice-body.js';
import { wayTo, type DataSlice, type SliceLimits, type Way } from './slice-scanner.js';
import { TextSlices } from './slice-text.js';

export type { SliceFailure, SliceFailureCode } from './slice-body.js';
export type { DataSlice, SliceLimits } from './slice-scanner.js';

const pushWay = wayTo('steps', '*', 'observations', '*', 'data');

/** What a push holds: the small envelope, parsed, and where each `data` value lies in the bytes. */
export interface SlicedPush {
  /**
   * `JSON.parse` of the text, with each value at the end of the way (`steps[*].observations[*].data`, unless told otherwise) replaced by
   * its index into `data`. Not validated: any JSON value can stand here.
   */
  envelope: unknown;
  /** In the order of the bytes. A value that a later duplicate key replaces keeps its slice; no index points to it. */
  data: DataSlice[];
  /** JSON values and keys in the whole body. */
  nodes: number;
}

export type SliceResult = { ok: true; push: SlicedPush } | SliceFailure;

/**
 * Cuts a push into its envelope and the byte ranges of its data, so that data is never parsed and printed again.
 * Accepts exactly the UTF-8 texts that `JSON.parse` accepts, within the limits.
 */
export function slice(body: Uint8Array, limits: SliceLimits, way: Way = pushWay): SliceResult {
  const slices = new PushSlices(limits, way);
  slices.add(body, true);
  return slices.end();
}

/** As `slice`, for a body that comes in chunks. Their memory is free again after each. */
export class PushSlices {
  readonly #body: SlicedBody;
  readonly #text: TextSlices;

  constructor(limits: SliceLimits, way: Way = pushWay) {
    this.#body = new SlicedBody(limits, false);
    this.#text = new TextSlices(limits, way);
  }

  /** Length of what is kept of the body. */
  get keptLength(): number {
    return this.#text.envelope.length;
  }

  /** @param isLast Whether the body ends with this chunk, which may be empty. */
  add(bytes: Uint8Array, isLast: boolean): void {
    const chunk = bufferOf(bytes);
    this.#body.check(chunk, isLast);
    if (this.#body.isSound) {
      const failure = this.#text.add(chunk, this.#body.length, isLast);
      if (failure) this.#body.refuse(failure, chunk);
    }
    this.#body.pass(chunk, isLast);
  }

  end(): SliceResult {
    const failure = this.#body.failure();
    if (failure) return failure;
    const { envelope, data, nodes } = this.#text;
    return { ok: true, push: { envelope: JSON.parse(envelope), data, nodes } };
  }
}

/** The same memory. */
export const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
