import type { limits as contract } from '@flow-trail/contracts';

type Contract = typeof contract;

// The contract's own numbers, repeated because contracts are types only here; one that drifts does not compile.
export const nameLength: Contract['nameLength'] = 256;
export const reasonLength: Contract['reasonLength'] = 4096;
export const smallJsonBytes: Contract['smallJsonBytes'] = 4096;
export const mostSteps: Contract['steps'] = 10_000;
export const mostTags: Contract['tags'] = 64;
export const mostMetrics: Contract['metrics'] = 256;
export const mostQueryablePaths: Contract['queryablePaths'] = 1000;

/** The greatest version, iteration, position or attempt that the server takes. */
export const greatestCount = 1_000_000;

export function isCount(value: unknown, least: number, most: number = greatestCount): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

// C0 controls, DEL and C1 controls.
const controlCharacters = /\p{Cc}/gu;

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= nameLength && value !== '' && value === cleanName(value);
}

/** Without control characters; empty when nothing is left to read. */
export function cleanName(text: string): string {
  const clean = text.replace(controlCharacters, ' ');
  return clean.trim() && clean;
}

/** As the W3C writes it. */
export function isTraceparent(value: unknown): boolean {
  return typeof value === 'string' && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(value);
}
