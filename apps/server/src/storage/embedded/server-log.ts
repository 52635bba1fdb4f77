import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const greatestBytes = 8 * 1024 * 1024;
const checkMilliseconds = 60_000;

/**
 * PostgreSQL writes its log into the file itself, so that it goes on when this process is killed.
 * Over 8 MiB the file is emptied; what it held stays beside it as `.1` until the next time.
 */
export class ServerLog {
  readonly #watch: NodeJS.Timeout;

  constructor(readonly file: string) {
    this.#bound();
    this.#watch = setInterval(() => this.#bound(), checkMilliseconds).unref();
  }

  /** For a child's stdout and stderr. The caller closes it. */
  open(): number {
    return openSync(this.file, 'a', 0o600);
  }

  get size(): number {
    return statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** What was written after the size, at most 64 KiB of it. */
  since(size: number): string {
    const descriptor = openSync(this.file, 'r');
    try {
      const bytes = Buffer.alloc(64 * 1024);
      return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, Math.min(size, this.size)));
    } finally {
      closeSync(descriptor);
    }
  }

  close(): void {
    clearInterval(this.#watch);
  }

  #bound(): void {
    if (this.size <= greatestBytes) return;
    try {
      copyFileSync(this.file, `${this.file}.1`);
    } finally {
      truncateSync(this.file);
    }
  }
}
