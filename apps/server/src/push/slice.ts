import { isUtf8 } from 'node:buffer';
import { scan, wayTo, type DataSlice, type ScanFailure, type SliceLimits, type Way } from './slice-scanner.js';
import { firstBadByte, placeOf } from './slice-place.js';

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

export type SliceFailureCode = 'invalid-utf8' | 'invalid-json' | 'json-too-deep' | 'json-too-complex';

/** `detail` is a sentence for a person that names place and limit, never content. */
export type SliceResult = { ok: true; push: SlicedPush } | SliceFailure;

export interface SliceFailure {
  ok: false;
  code: SliceFailureCode;
  detail: string;
}

/**
 * Cuts a push into its envelope and the byte ranges of its data, so that data is never parsed and printed again.
 * Accepts exactly the UTF-8 texts that `JSON.parse` accepts, within the limits.
 */
export function slice(body: Uint8Array, limits: SliceLimits, way: Way = pushWay): SliceResult {
  const bytes = bufferOf(body);
  const refused = refuseUtf8(bytes);
  if (refused) return refused;
  const scanned = scan(bytes, limits, way);
  if (!scanned.ok) return { ok: false, code: scanned.code, detail: explain(scanned, bytes, limits) };
  const { data, nodes } = scanned;
  return { ok: true, push: { envelope: JSON.parse(envelopeText(bytes, data)), data, nodes } };
}

/** The same memory. */
export const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

export function refuseUtf8(bytes: Buffer): SliceFailure | undefined {
  if (isUtf8(bytes)) return undefined;
  return { ok: false, code: 'invalid-utf8', detail: `The body is not UTF-8 at byte offset ${firstBadByte(bytes)}.` };
}

/** The text with an index in the place of each data value. */
export function envelopeText(bytes: Buffer, data: DataSlice[]): string {
  let text = '';
  let from = 0;
  for (let index = 0; index < data.length; index++) {
    const { start, end } = data[index] as DataSlice;
    text += bytes.toString('utf8', from, start) + index;
    from = end;
  }
  return text + bytes.toString('utf8', from);
}

/** @param end Where the text ends in the bytes, when it is one of their lines. */
export function explain({ code, at }: ScanFailure, bytes: Buffer, limits: SliceLimits, end?: number): string {
  const place = placeOf(at, bytes);
  switch (code) {
    case 'json-too-deep':
      return `The body nests arrays and objects more than ${limits.depth} deep, at ${place}.`;
    case 'json-too-complex':
      return `The body holds more than ${limits.nodes} values and keys; the one too many is at ${place}.`;
    case 'invalid-json':
      return explainInvalid(at, bytes, place, end);
  }
}

function explainInvalid(at: number, bytes: Buffer, place: string, end: number | undefined): string {
  if (bytes.length === 0) return 'The body is empty; it must be JSON.';
  if (bytes.subarray(0, 3).equals(byteOrderMark))
    return 'The body begins with a byte order mark; send JSON without it.';
  if (at === end) return `The line ends before its JSON does, at ${place}.`;
  if (at === bytes.length) return `The body ends before its JSON does, at ${place}.`;
  return `The body is not ${end === undefined ? 'JSON' : 'a JSON object a line'}: what stands at ${place} does not fit there.`;
}

const byteOrderMark = Buffer.from('\uFEFF');
