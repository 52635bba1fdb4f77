import type { FlowEnvelope } from './envelope.js';
import { readPush, type ReadPushResult } from './read-push.js';

export interface HeadTask {
  body: Uint8Array;
  contentType: string;
  observationBytes: number;
}

/** What the door has to know of a push that it takes. */
export type ReadHeadResult =
  | { ok: true; flow: Pick<FlowEnvelope, 'id' | 'attempt' | 'name'>; warnings: string[] }
  | Extract<ReadPushResult, { ok: false }>;

export interface ReadHead {
  result: ReadHeadResult;
  body: Uint8Array;
}

export function readHead({ body, contentType, observationBytes }: HeadTask): ReadHeadResult {
  return headOf(readPush(body, observationBytes, contentType));
}

export function headOf(read: ReadPushResult<unknown>): ReadHeadResult {
  if (!read.ok) return read;
  const { flow, warnings } = read.push;
  return { ok: true, flow: { id: flow.id, attempt: flow.attempt, name: flow.name }, warnings };
}
