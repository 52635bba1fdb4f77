import { setFlagsFromString } from 'node:v8';

/**
 * Lets the old generation of every thread double before it is collected. By itself V8 decides by how fast it collected last: on cores that
 * others use too it ends with a limit so close that it collects all the time, which takes more than the accepts do (docs/adr/0024).
 */
export function growHeaps(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
