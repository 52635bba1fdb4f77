import { cleanName, isCount, nameLength } from '../limits.js';

/** What the server takes as a name, whatever was given. */
export function nameFor(given: unknown): string {
  return (typeof given === 'string' && cleanName(given).slice(0, nameLength)) || 'unnamed';
}

/** What the server takes as an iteration or position, if it was given. */
export function countFor(given: unknown, least: 0 | 1): number | undefined {
  return isCount(given, least) ? given : undefined;
}
