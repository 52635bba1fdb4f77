import { setFlagsFromString } from 'node:v8';

/** How V8 collects, in every thread, on cores that PostgreSQL and the senders use too (docs/adr/0024). */
export function tuneCollector(): void {
  // By itself V8 decides by how fast it collected last, and ends with a limit so close that it collects all the time.
  setFlagsFromString('--heap-growing-percent=100');
  // Whoever shares the work with helper threads waits until each of them had a core.
  setFlagsFromString('--no-parallel-scavenge');
}
