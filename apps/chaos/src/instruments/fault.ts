import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from './fence.js';

export type Direction = 'toServer' | 'toClient';
export type Verdict = 'pass' | 'cut';

/** What an edge can suffer; without a direction, both ways. */
export type Fault =
  /** Nobody listens, and what was open is reset. */
  | { kind: 'refuse' }
  /** Connections open, and nothing passes until the fault is lifted. */
  | { kind: 'blackhole' }
  | { kind: 'latency'; ms: number; direction?: Direction }
  | { kind: 'bandwidth'; bytesPerSecond: number; direction?: Direction }
  /** Each connection is reset after so many bytes. */
  | { kind: 'limit'; bytes: number; direction: Direction }
  /** What is open is reset; what comes passes. */
  | { kind: 'reset' }
  /** One bit in so many bytes is another; heads of requests come through, for what stands in them nobody can check. */
  | { kind: 'corrupt'; everyBytes: number; direction: Direction }
  /** Something else answers instead. */
  | { kind: 'answer'; text: string };

export interface Shaped {
  bytes: Buffer;
  /** The connection is reset after these bytes. */
  isLast?: boolean;
  /** The client is told this, and nothing passes. */
  answer?: string;
}

/** What becomes of a chunk under the fault of the moment. @param before Bytes that passed on this way before. */
export async function distort(
  chunk: Buffer,
  before: number,
  direction: Direction,
  fence: Fence<Fault | undefined>,
): Promise<Shaped> {
  while (fence.value?.kind === 'blackhole') await fence.changed();
  const fault = fence.value;
  if (!fault || ('direction' in fault && fault.direction && fault.direction !== direction)) return { bytes: chunk };
  switch (fault.kind) {
    case 'latency':
      await Promise.race([sleep(fault.ms), fence.changed()]);
      return { bytes: chunk };
    case 'bandwidth':
      await Promise.race([sleep((chunk.length / fault.bytesPerSecond) * 1000), fence.changed()]);
      return { bytes: chunk };
    case 'limit':
      if (before + chunk.length <= fault.bytes) return { bytes: chunk };
      return { bytes: chunk.subarray(0, Math.max(0, fault.bytes - before)), isLast: true };
    case 'corrupt':
      return { bytes: flipped(chunk, before, fault.everyBytes) };
    case 'answer':
      return direction === 'toServer' ? { bytes: chunk, answer: fault.text } : { bytes: chunk };
    default:
      return { bytes: chunk };
  }
}

function flipped(chunk: Buffer, before: number, everyBytes: number): Buffer {
  const copy = Buffer.from(chunk);
  const body = bodyOf(chunk);
  for (let at = everyBytes - (before % everyBytes) - 1; at < copy.length; at += everyBytes) {
    if (at >= body) copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  }
  return copy;
}

/** Where it begins in a chunk: after the head of a request, or at once. */
function bodyOf(chunk: Buffer): number {
  if (!chunk.toString('latin1', 0, 5).startsWith('POST ')) return 0;
  const end = chunk.indexOf('\r\n\r\n');
  return end < 0 ? chunk.length : end + 4;
}
