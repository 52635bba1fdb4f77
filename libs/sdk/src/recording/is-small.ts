import { smallJsonBytes } from '../limits.js';

/** Whether the server takes this JSON text as `input`, `output`, `config` or `metadata`. */
export function isSmall(json: string): boolean {
  return new TextEncoder().encode(json).length <= smallJsonBytes;
}
