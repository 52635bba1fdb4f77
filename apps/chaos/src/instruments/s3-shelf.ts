import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Objects as files of one folder, each synced before it counts. */
export class S3Shelf {
  /** When a key was first written, which is what a store that lags goes by. */
  readonly #firstWritten = new Map<string, number>();

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Answers the hash of the bytes. */
  async put(key: string, bytes: Buffer): Promise<string> {
    const draft = path.join(this.folder, `~${randomUUID()}`);
    const file = await open(draft, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#fileOf(key));
    if (!this.#firstWritten.has(key)) this.#firstWritten.set(key, Date.now());
    return createHash('md5').update(bytes).digest('hex');
  }

  get(key: string): Promise<Buffer | undefined> {
    return readFile(this.#fileOf(key)).catch(() => undefined);
  }

  async delete(key: string): Promise<void> {
    await rm(this.#fileOf(key), { force: true });
    this.#firstWritten.delete(key);
  }

  ageMs(key: string): number | undefined {
    const written = this.#firstWritten.get(key);
    return written === undefined ? undefined : Date.now() - written;
  }

  async list(prefix: string): Promise<{ key: string; bytes: number; modifiedAt: Date }[]> {
    const names = (await readdir(this.folder)).filter((name) => !name.startsWith('~'));
    const keys = names.map(decodeURIComponent).filter((key) => key.startsWith(prefix));
    return keys.sort().flatMap((key) => {
      const found = statSync(this.#fileOf(key), { throwIfNoEntry: false });
      return found ? [{ key, bytes: found.size, modifiedAt: found.mtime }] : [];
    });
  }

  #fileOf(key: string): string {
    return path.join(this.folder, encodeURIComponent(key));
  }
}
