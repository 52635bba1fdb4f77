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
  let state = 1;
  // Lehmer's generator; good enough to tell ids apart.
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return {
    now: () => start + reads++,
    random,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random() * 256),
  };
}
