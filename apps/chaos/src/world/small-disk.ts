import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

const chunk = Buffer.alloc(64 * 1024, 1);

/** Whether this user may mount disks: root of a Linux that lets it. */
export const canMount = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** A disk of its own, in memory, that can be filled. */
export class SmallDisk {
  readonly #ballast: string;

  constructor(
    readonly folder: string,
    megabytes: number,
  ) {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'chaos', folder]);
    this.#ballast = path.join(folder, 'ballast');
  }

  /** Until not one more byte fits. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    try {
      for (let written = 1; written > 0;) written = writeSync(file, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** What still has files open there keeps them until it ends. */
  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder]);
  }
}
