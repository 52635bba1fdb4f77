import { createStore, delMany, getMany, keys, setMany, type UseStore } from 'idb-keyval';

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
  /** On their way into the store: a read need not wait for the write. */
  readonly #writing = new Map<string, Uint8Array<ArrayBuffer>>();
  /** When entries were used, as long as the store does not say so. */
  readonly #used = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: ByteCacheOptions = {}) {
    this.#store = createStore(options.database ?? 'flow-trail', 'observation-data');
    this.#now = options.now ?? Date.now;
    this.#maxAgeMs = options.maxAgeMs ?? 3 * 24 * 60 * 60 * 1000;
    this.#budgetBytes = options.budgetBytes ?? 256 * 1024 * 1024;
  }

  /** Waits for no write: what is looked at comes before what is kept. */
  async get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const writing = this.#writing.get(key);
    if (writing) return writing;
    return this.#read(key).catch(() => undefined);
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (bytes.byteLength > this.#budgetBytes) return;
    this.#writing.set(key, bytes);
    await this.#write(async () => {
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
    if (this.#writing.get(key) === bytes) this.#writing.delete(key);
  }

  /** Drops every key that begins so. */
  async drop(prefix: string): Promise<void> {
    for (const key of this.#writing.keys()) if (key.startsWith(prefix)) this.#writing.delete(key);
    await this.#write(async () => this.#drop((await this.#keys()).filter((key) => key.startsWith(prefix))));
  }

  async #read(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const [entry, bytes] = await getMany<unknown>([ENTRY + key, DATA + key], this.#store);
    if (!isEntry(entry) || !(bytes instanceof Uint8Array)) return undefined;
    if (this.#isExpired(entry)) return void this.#write(() => this.#drop([key]));
    if (this.#used.size === 0) void this.#write(() => this.#noteUse());
    this.#used.set(key, this.#now());
    return bytes as Uint8Array<ArrayBuffer>;
  }

  /** In one write for all that were read meanwhile. */
  async #noteUse(): Promise<void> {
    const used = [...this.#used];
    this.#used.clear();
    const known = new Map(await this.#entriesOf(used.map(([key]) => key)));
    const changed = used.flatMap(([key, usedAt]): [string, Entry][] => {
      const entry = known.get(key);
      return entry ? [[ENTRY + key, { ...entry, usedAt }]] : [];
    });
    await setMany(changed, this.#store);
  }

  async #makeRoom(size: number): Promise<void> {
    const entries = await this.#entriesOf(await this.#keys());
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

  async #entriesOf(known: readonly string[]): Promise<[string, Entry][]> {
    const entries = await getMany<unknown>(
      known.map((key) => ENTRY + key),
      this.#store,
    );
    return known.flatMap((key, index): [string, Entry][] => {
      const entry = entries[index];
      return isEntry(entry) ? [[key, entry]] : [];
    });
  }

  async #keys(): Promise<string[]> {
    const all = (await keys(this.#store)).map(String);
    return all.filter((key) => key.startsWith(ENTRY)).map((key) => key.slice(ENTRY.length));
  }

  async #drop(doomed: string[]): Promise<void> {
    if (doomed.length === 0) return;
    await delMany(
      doomed.flatMap((key) => [ENTRY + key, DATA + key]),
      this.#store,
    );
  }

  #isExpired(entry: Entry): boolean {
    return entry.storedAt + this.#maxAgeMs <= this.#now();
  }

  /** One write after the other, so that two of them do not both make room. */
  #write(act: () => Promise<void>): Promise<void> {
    // Private windows, a full disk, a blocked upgrade: the server still has the bytes.
    this.#last = this.#last.then(act).catch(() => undefined);
    return this.#last;
  }
}

const byUse = ([, left]: [string, Entry], [, right]: [string, Entry]): number => left.usedAt - right.usedAt;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'size' in value && 'storedAt' in value && 'usedAt' in value;
