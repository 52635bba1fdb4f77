import { mebibyte } from '../budget/limits.js';

/** Why something did not stay. */
export function fullBudget(bytes: number, of: 'an observation' | 'a flow' | 'all flows'): string {
  return `the budget of ${sizeInWords(bytes)} for ${of} was full`;
}

/** `64 MiB`, `12 KiB`, `800 bytes`. */
function sizeInWords(bytes: number): string {
  if (bytes >= mebibyte) return `${Number((bytes / mebibyte).toFixed(1))} MiB`;
  return bytes >= 1024 ? `${Number((bytes / 1024).toFixed(1))} KiB` : `${bytes} bytes`;
}
