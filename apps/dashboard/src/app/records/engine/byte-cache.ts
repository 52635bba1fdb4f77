import { createStore, delMany, get, getMany, keys, setMany, update, type UseStore } from 'idb-keyval';

export interface ByteCacheOptions {
  now?: () => number;
  /** How long bytes are kept. Default three days. */
  maxAgeMs?: number;
  /** Bytes of all entries; beyond it the least recently used go. Default 256 MiB. */
  budgetBytes?: number;
  database?: string;
}

interface Entry {
  size: number;
  storedAt: number;
  usedAt: number;
}

const DATA = 'data:';
const ENTRY = 'entry:';

/**
 * Compressed bytes that cannot change, in IndexedDB, as they came. It fails open: a browser that forbids storage only loses the speed.
 * Keys are `flow/observation`, so that all of a deleted flow can be dropped.
 */
export class ByteCache {
  readonly #store: UseStore;
  readonly #now: () => number;
  readonly #maxAgeMs: number;
  readonly #budgetBytes: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ByteCacheOptions = {}) {
    this.#store = createStore(options.database ?? 'flow-trail', 'observation-data');
    this.#now = options.now ?? Date.now;
    this.#maxAgeMs = options.maxAgeMs ?? 3 * 24 * 60 * 60 * 1000;
    this.#budgetBytes = options.budgetBytes ?? 256 * 1024 * 1024;
  }

  async get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#failOpen(async () => {
      const [entry, bytes] = await getMany<unknown>([ENTRY + key, DATA + key], this.#store);
      if (!isEntry(entry) || !(bytes instanceof Uint8Array)) return undefined;
      if (this.#isExpired(entry)) return void (await this.#drop([key]));
      await update<Entry>(ENTRY + key, (known) => ({ ...(known ?? entry), usedAt: this.#now() }), this.#store);
      return bytes as Uint8Array<ArrayBuffer>;
    });
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (bytes.byteLength > this.#budgetBytes) return;
    await this.#failOpen(async () => {
      await this.#makeRoom(bytes.byteLength);
      const now = this.#now();
      const entry: Entry = { size: bytes.byteLength, storedAt: now, usedAt: now };
      await setMany(
        [
          [ENTRY + key, entry],
          [DATA + key, bytes],
        ],
        this.#store,
      );
    });
  }

  /** Drops every key that begins so. */
  async drop(prefix: string): Promise<void> {
    await this.#failOpen(async () => this.#drop((await this.#keys()).filter((key) => key.startsWith(prefix))));
  }

  async #makeRoom(size: number): Promise<void> {
    const entries = await this.#entries();
    const fresh = entries.filter(([, entry]) => !this.#isExpired(entry)).sort(byUse);
    const doomed = entries.filter(([, entry]) => this.#isExpired(entry)).map(([key]) => key);
    let used = fresh.reduce((sum, [, entry]) => sum + entry.size, 0);
    for (const [key, entry] of fresh) {
      if (used + size <= this.#budgetBytes) break;
      doomed.push(key);
      used -= entry.size;
    }
    await this.#drop(doomed);
  }

  async #entries(): Promise<[string, Entry][]> {
    const known = await this.#keys();
    const entries = await Promise.all(known.map((key) => get<unknown>(ENTRY + key, this.#store)));
    return known.flatMap((key, index): [string, Entry][] => {
      const entry = entries[index];
      return isEntry(entry) ? [[key, entry]] : [];
    });
  }

  async #keys(): Promise<string[]> {
    const all = (await keys(this.#store)).map(String);
    return all.filter((key) => key.startsWith(ENTRY)).map((key) => key.slice(ENTRY.length));
  }

  #drop(doomed: string[]): Promise<void> {
    return delMany(
      doomed.flatMap((key) => [ENTRY + key, DATA + key]),
      this.#store,
    );
  }

  #isExpired(entry: Entry): boolean {
    return entry.storedAt + this.#maxAgeMs <= this.#now();
  }

  /** One act after the other, so that a read sees the write before it and two writes do not both make room. */
  #failOpen<T>(act: () => Promise<T>): Promise<T | undefined> {
    // Private windows, a full disk, a blocked upgrade: the server still has the bytes.
    const result = this.#last.then(act).catch(() => undefined);
    this.#last = result;
    return result;
  }
}

const byUse = ([, left]: [string, Entry], [, right]: [string, Entry]): number => left.usedAt - right.usedAt;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'size' in value && 'storedAt' in value && 'usedAt' in value;
