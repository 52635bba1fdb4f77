import { hex, printUuid } from '../uuid.js';
import type { RandomBytes } from '../uuid.js';

// crypto.randomUUID is missing in pages without HTTPS.
export function uuidV4(randomBytes: RandomBytes): string {
  return printUuid(hex(randomBytes(16)), 4);
}
