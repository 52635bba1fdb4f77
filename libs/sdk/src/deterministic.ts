import type { Platform } from './platform.js';

/**
 * For tests: a clock that starts at `start` and goes on by a millisecond each time it is read, and ids that are the same in every run. Flows
 * that share one have ids of their own; time limits stay real.
 *
 * @param start Milliseconds since 1970. Default 2026-01-01T00:00:00Z.
 * @example
 * const flow = createFlow('movie-night', { platform: deterministic() });
 */
export function deterministic(start = Date.UTC(2026, 0, 1)): Pick<Platform, 'now' | 'random' | 'randomBytes'> {
  let reads = 0;
  const random = mulberry32(1);
  return {
    now: () => start + reads++,
    random,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  };
}

/** A known generator of 32 bits of state; good enough to tell ids apart. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
