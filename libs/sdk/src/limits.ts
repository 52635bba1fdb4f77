import type { limits as contract } from '@flow-trail/contracts';

type Known = 'nameLength' | 'reasonLength' | 'smallJsonBytes' | 'steps' | 'tags' | 'metrics' | 'queryablePaths';

/** The contract's own numbers, repeated because contracts are types only here; one that drifts does not compile. */
export const limits: Pick<typeof contract, Known> = {
  nameLength: 256,
  reasonLength: 4096,
  smallJsonBytes: 4096,
  steps: 10_000,
  tags: 64,
  metrics: 256,
  queryablePaths: 1000,
};

/** The greatest version, iteration, position or attempt that the server takes. */
export const greatestCount = 1_000_000;

// C0 controls, DEL and C1 controls.
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= limits.nameLength && value !== '' && value === cleanName(value);
}

/** Without control characters; empty when nothing is left to read. */
export function cleanName(text: string): string {
  const clean = text.replace(controlCharacters, ' ');
  return clean.trim() === '' ? '' : clean;
}
