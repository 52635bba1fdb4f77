import { createHash } from 'node:crypto';
import { limits, type FieldError, type ProblemCode } from '@flow-trail/contracts';
import { bodyTypes } from './read-push.js';
import { readHead, type ReadHeadResult } from './read-head.js';
import { Reading, invalid } from './reading.js';
import { BatchEnvelope, BatchItemEnvelope } from './batch-envelope.js';
import { slice, type DataSlice } from './slice.js';
import { wayTo } from './slice-scanner.js';

export interface BatchTask {
  body: Uint8Array;
  observationBytes: number;
}

/** One push of a batch: the bytes from `start` up to, not including, `end`. */
export interface ReadItem {
  /** As it came; no rule was applied to it. */
  key: unknown;
  start: number;
  end: number;
  /** SHA-256 of these bytes. */
  digest: Uint8Array;
  result: ReadHeadResult;
}

export type ReadBatchResult =
  | { ok: true; items: ReadItem[]; warnings: string[] }
  | { ok: false; code: ProblemCode; detail: string; errors?: FieldError[] };

export interface ReadBatch {
  result: ReadBatchResult;
  body: Uint8Array;
}

const batchWay = wayTo('pushes', '*', 'push');
/** Each push has its own limit of depth. Far beyond it nobody means a push: the batch is refused as a whole. */
const batchDepth = 100 * limits.depth;

/** Cuts a batch into its pushes and reads each for itself. What is wrong with one is its own result. */
export function readBatch({ body, observationBytes }: BatchTask): ReadBatchResult {
  const sliced = slice(body, { depth: batchDepth, nodes: limits.nodes }, batchWay);
  if (!sliced.ok) return sliced;
  const reading = new Reading();
  const batch = reading.as(BatchEnvelope, sliced.push.envelope, '');
  if (batch) reading.validate(batch, '');
  if (!batch || reading.errors.length > 0) return invalid(reading.errors);
  const items = batch.pushes.map((item, index) => {
    const said = reading.as(BatchItemEnvelope, item, `/pushes/${index}`);
    const [mistake] = reading.errors.splice(0);
    const place = sliced.push.data[said?.push as unknown as number];
    return place && !mistake
      ? readItem(said?.key, body, place, observationBytes)
      : noItem(said?.key, mistake ?? { pointer: `/pushes/${index}/push`, detail: 'is missing' });
  });
  return { ok: true, items, warnings: reading.warnings() };
}

function readItem(key: unknown, body: Uint8Array, { start, end }: DataSlice, observationBytes: number): ReadItem {
  const bytes = body.subarray(start, end);
  const result = readHead({ body: bytes, contentType: bodyTypes.json, observationBytes });
  return { key, start, end, digest: createHash('sha256').update(bytes).digest(), result };
}

const noItem = (key: unknown, mistake: FieldError): ReadItem => ({
  key,
  start: 0,
  end: 0,
  digest: new Uint8Array(),
  result: {
    ok: false,
    code: 'validation-failed',
    detail: `${mistake.pointer} ${mistake.detail}.`,
    errors: [mistake],
  },
});
