import { StoreUnavailable, type ObjectStore } from '../storage/object-store/object-store.js';
import { sha256 } from './pack.js';

/** The bytes of an accepted body, read where they are wanted. */
export interface BodyBytes {
  readonly length: number;
  /** What is answered may be gone with the next read. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): void;
}

export const heldBytes = (bytes: Uint8Array): BodyBytes => ({
  length: bytes.byteLength,
  read: async (start, end) => bytes.subarray(start, end),
  close: () => undefined,
});

export const blockBytes = 4 * 1024 * 1024;

/** A body in the object store, of which one block is in memory. A block that is read again has to be what it was. */
export class StagedBytes implements BodyBytes {
  readonly #digests = new Map<number, string>();
  #index = -1;
  #block: Uint8Array = new Uint8Array();

  constructor(
    private readonly objects: ObjectStore,
    private readonly key: string,
    readonly length: number,
  ) {}

  async read(start: number, end: number): Promise<Uint8Array> {
    const [first, last] = [Math.floor(start / blockBytes), Math.floor((end - 1) / blockBytes)];
    if (first === last) return this.#part(first, start, end);
    const bytes = Buffer.allocUnsafeSlow(end - start);
    for (let index = first; index <= last; index++) {
      const from = Math.max(start, index * blockBytes);
      bytes.set(await this.#part(index, from, Math.min(end, (index + 1) * blockBytes)), from - start);
    }
    return bytes;
  }

  close(): void {
    letGo(this.#block);
    this.#index = -1;
  }

  async #part(index: number, start: number, end: number): Promise<Uint8Array> {
    if (index !== this.#index) await this.#open(index);
    const offset = index * blockBytes;
    return this.#block.subarray(start - offset, end - offset);
  }

  async #open(index: number): Promise<void> {
    this.close();
    const offset = index * blockBytes;
    const block = await this.objects.get(this.key, { offset, length: Math.min(blockBytes, this.length - offset) });
    const digest = sha256(block);
    if (digest !== (this.#digests.get(index) ?? digest)) {
      throw new StoreUnavailable('The object store answered one range of an object with different bytes.');
    }
    this.#digests.set(index, digest);
    [this.#block, this.#index] = [block, index];
  }
}

/** The collector finds memory of megabytes late: it has grown old by the time it is read, and the next is there already. */
function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
