import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';

/**
 * Lets threads of lower niceness go before the one that calls this, when cores are scarce. Linux alone knows it of single threads;
 * elsewhere nothing happens.
 *
 * @param niceness 0 as the others, 19 behind all.
 */
export function makeNice(niceness: number): void {
  if (process.platform !== 'linux') return;
  const thread = Number(path.basename(readlinkSync('/proc/thread-self')));
  setPriority(thread, niceness);
}
