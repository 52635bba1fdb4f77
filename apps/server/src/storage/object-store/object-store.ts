/**
 * Where the heavy bytes are. Keys are segments of `[A-Za-z0-9._-]`, joined by `/`; no key continues another (`a` and
 * `a/b`). Every method throws `StoreUnavailable` when the store does not do its part, and `TypeError` for an odd key.
 */
export abstract class ObjectStore {
  /** Durable when it resolves. A reader meanwhile gets the old bytes or the new ones, never a mixture. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;
  /** Begins an object that comes in pieces. Nobody sees it before it is finished. */
  abstract upload(key: string): Promise<ObjectUpload>;
  /** The whole object, or exactly the range. Throws `ObjectNotFound`, and `ObjectTooShort` for a range beyond the end. */
  abstract get(key: string, range?: ByteRange): Promise<Buffer>;
  abstract head(key: string): Promise<{ bytes: number } | undefined>;
  /** An absent object is fine. */
  abstract delete(key: string): Promise<void>;
  /** Every object whose key begins with the prefix, in no promised order. */
  abstract list(prefix: string): AsyncIterable<StoredObject>;
  /** Deletes what uploads to keys with the prefix hold that began before the moment and never ended. Answers of how many. */
  abstract deleteUnfinished(prefix: string, begunBefore: Date): Promise<number>;
  /** Whether objects can be written; else throws a sentence for a person. For readiness and start-up. */
  abstract check(): Promise<void>;
}

/** Its calls follow one another; after an error there is nothing left to do but to abort. */
export interface ObjectUpload {
  /** Most bytes that wait in this process for the store. */
  readonly heldBytes: number;
  /** The memory is free again when it resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** Durable when it resolves. */
  finish(): Promise<void>;
  /** Leaves nothing of what was not finished, as far as the store answers. Never throws. */
  abort(): Promise<void>;
}

/** In bytes; `length` is 1 or more. */
export interface ByteRange {
  offset: number;
  length: number;
}

export interface StoredObject {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

export class ObjectNotFound extends Error {
  override readonly name = 'ObjectNotFound';

  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super(`The object store holds no object ${key}.`, options);
  }
}

/** The object is there, but not with the bytes that were asked for. */
export class ObjectTooShort extends Error {
  override readonly name = 'ObjectTooShort';

  constructor(
    readonly key: string,
    { offset, length }: ByteRange,
    options?: ErrorOptions,
  ) {
    super(`Object ${key} ends before the ${length} bytes from ${offset} on do.`, options);
  }
}

/** The message says what is wrong and what to do; trying again later may help. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
