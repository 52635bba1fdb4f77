import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readdir, rename, rm, rmdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, filesystemFailure } from './filesystem-failure.js';
import { assertKey, assertPrefix, assertRange, isSegment } from './object-key.js';
import {
  ObjectNotFound,
  ObjectStore,
  ObjectTooShort,
  type ByteRange,
  type ObjectUpload,
  type StoredObject,
} from './object-store.js';

/** No key can hold a tilde, so what is being written never looks like an object. */
const writingFolder = '~writing';
/** Of the last two names of a key: a folder for each push would hold one file, and be made, synced and removed for it. */
const joint = '~';
/** What is synced all at once keeps the disk from PostgreSQL's commits: 30 MB for a tenth of a second. */
const syncEveryBytes = 1024 * 1024;
const leftoverAfterMs = 60 * 60 * 1000;

/**
 * Each object is a file of the folder, written beside and then renamed into its place: `packs/project/push~hash` for
 * `packs/project/push/hash`. What an earlier version put at `packs/project/push/hash` is found there.
 */
export class FilesystemObjectStore extends ObjectStore {
  readonly #folder: string;
  readonly #writing: string;
  readonly #syncs = new FolderSyncs();
  /** Folders whose names are known to be on the disk, with all above them. */
  readonly #durable = new Set<string>();

  constructor(folder: string) {
    super();
    this.#folder = path.resolve(folder);
    this.#writing = path.join(this.#folder, writingFolder);
  }

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    const upload = await this.upload(key);
    try {
      await upload.write(bytes);
      await upload.finish();
    } catch (error) {
      await upload.abort();
      throw error;
    }
  }

  override async upload(key: string): Promise<ObjectUpload> {
    const [file] = this.#filesOf(key);
    const temporary = path.join(this.#writing, randomUUID());
    const handle = await this.#orFailure(() => this.#create(temporary));
    let unsynced = 0;
    const write = async (bytes: Uint8Array): Promise<void> => {
      await handle.writeFile(bytes);
      unsynced += bytes.byteLength;
      if (unsynced < syncEveryBytes) return;
      unsynced = 0;
      await handle.datasync();
    };
    return {
      heldBytes: 0,
      write: (bytes) => this.#orFailure(() => write(bytes)),
      finish: () =>
        this.#orFailure(async () => {
          await handle.sync();
          await handle.close();
          await moveInto(file, temporary, (created) => this.#forget(created));
          await this.#makeNameDurable(file);
        }),
      abort: async () => {
        await handle.close().catch(() => undefined);
        await rm(temporary, { force: true }).catch(() => undefined);
      },
    };
  }

  override async get(key: string, range?: ByteRange): Promise<Buffer> {
    if (range) assertRange(range);
    const bytes = await this.#ifThere(key, (file) => readFrom(file, range));
    if (bytes === undefined) throw new ObjectNotFound(key);
    if (range && bytes.length !== range.length) throw new ObjectTooShort(key, range);
    return bytes;
  }

  override async head(key: string): Promise<{ bytes: number } | undefined> {
    const found = await this.#ifThere(key, (file) => stat(file));
    return found?.isFile() ? { bytes: found.size } : undefined;
  }

  override async delete(key: string): Promise<void> {
    const [file, earlier] = this.#filesOf(key);
    await this.#unlessAbsent(() => unlink(file));
    const wasThere = await this.#unlessAbsent(() => unlink(earlier).then(() => true));
    // Fails while other objects are in it.
    if (wasThere) await rmdir(path.dirname(earlier)).catch(() => undefined);
  }

  override async *list(prefix: string): AsyncIterable<StoredObject> {
    assertPrefix(prefix);
    yield* this.#listFolder('', prefix);
  }

  /** Of any key: a file that is being written does not say for which. */
  override async deleteUnfinished(prefix: string, begunBefore: Date): Promise<number> {
    assertPrefix(prefix);
    return this.#orFailure(() => this.#deleteWrittenBefore(begunBefore.getTime()));
  }

  override async check(): Promise<void> {
    const probe = path.join(this.#writing, randomUUID());
    try {
      await mkdir(this.#writing, { recursive: true });
      // No write takes as long as what is still young.
      await this.#deleteWrittenBefore(Date.now() - leftoverAfterMs);
      await writeDurably(probe, Buffer.from('probe'));
      await rm(probe);
    } catch (error) {
      throw filesystemFailure(error, this.#folder);
    }
  }

  async #create(temporary: string): Promise<FileHandle> {
    try {
      return await open(temporary, 'wx');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      await mkdir(this.#writing, { recursive: true });
      return open(temporary, 'wx');
    }
  }

  async #orFailure<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw filesystemFailure(error, this.#folder);
    }
  }

  /** The object's file, and the one that it had in an earlier version. */
  #filesOf(key: string): [string, string] {
    assertKey(key);
    return [path.join(this.#folder, key.replace(/\/(?=[^/]+$)/, joint)), path.join(this.#folder, key)];
  }

  /** What `read` gives of the object's file, or undefined where there is none. */
  async #ifThere<T>(key: string, read: (file: string) => Promise<T>): Promise<T | undefined> {
    const [file, earlier] = this.#filesOf(key);
    return (await this.#unlessAbsent(() => read(file))) ?? this.#unlessAbsent(() => read(earlier));
  }

  async #unlessAbsent<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw filesystemFailure(error, this.#folder);
    }
  }

  /** A name is durable once its folder is, and that folder's name once the folder above is, up to the top. */
  async #makeNameDurable(file: string): Promise<void> {
    await this.#syncs.sync(path.dirname(file));
    const made: string[] = [];
    for (let folder = path.dirname(file); folder !== this.#folder; folder = path.dirname(folder)) {
      if (this.#durable.has(folder)) break;
      await this.#syncs.sync(path.dirname(folder));
      made.push(folder);
    }
    for (const folder of made) this.#durable.add(folder);
  }

  /** This folder and those in it are new. */
  #forget(folder: string): void {
    for (const known of this.#durable) if (`${known}/`.startsWith(`${folder}/`)) this.#durable.delete(known);
  }

  async *#listFolder(folderKey: string, prefix: string): AsyncIterable<StoredObject> {
    const folder = path.join(this.#folder, folderKey);
    for await (const entry of (await this.#unlessAbsent(() => opendir(folder, { bufferSize: 256 }))) ?? []) {
      const key = folderKey + entry.name.replace(joint, '/');
      if (!key.split('/').every(isSegment)) continue;
      if (entry.isDirectory() && commonBeginning(`${key}/`, prefix)) yield* this.#listFolder(`${key}/`, prefix);
      if (entry.isFile() && key.startsWith(prefix)) yield* this.#describe(key);
    }
  }

  async *#describe(key: string): AsyncIterable<StoredObject> {
    const found = await this.#ifThere(key, (file) => stat(file));
    if (found) yield { key, bytes: found.size, modifiedAt: found.mtime };
  }

  /** What a process that was killed left half-written. */
  async #deleteWrittenBefore(moment: number): Promise<number> {
    let deleted = 0;
    for (const name of (await this.#unlessAbsent(() => readdir(this.#writing))) ?? []) {
      const file = path.join(this.#writing, name);
      const found = await this.#unlessAbsent(() => stat(file));
      if (!found || found.mtimeMs >= moment) continue;
      await rm(file, { force: true });
      deleted++;
    }
    return deleted;
  }
}

async function withFile<T>(file: string, flags: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  return withFile(file, 'wx', async (handle) => {
    await handle.writeFile(bytes);
    await handle.sync();
  });
}

async function moveInto(file: string, temporary: string, onCreated: (folder: string) => void): Promise<void> {
  try {
    await rename(temporary, file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const created = await mkdir(path.dirname(file), { recursive: true });
    if (created) onCreated(created);
    await rename(temporary, file);
  }
}

/** Whether one begins with the other. */
const commonBeginning = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** Many objects that come at one time share the folders above them: one sync serves all who asked before it began. */
class FolderSyncs {
  readonly #running = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  sync(folder: string): Promise<void> {
    const running = this.#running.get(folder);
    if (!running) return this.#start(folder);
    const next = this.#next.get(folder) ?? running.catch(() => undefined).then(() => this.#start(folder));
    this.#next.set(folder, next);
    return next;
  }

  #start(folder: string): Promise<void> {
    this.#next.delete(folder);
    const run = syncFolder(folder).finally(() => {
      if (this.#running.get(folder) === run) this.#running.delete(folder);
    });
    this.#running.set(folder, run);
    return run;
  }
}

/** A folder that is gone again was emptied by a delete after the object had come: there is nothing left to keep. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await withFile(folder, 'r', (handle) => handle.sync());
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Fewer bytes than asked for where the file ends earlier. One handle, so that a replaced file is read as it was. */
function readFrom(file: string, range: ByteRange | undefined): Promise<Buffer> {
  return withFile(file, 'r', async (handle) => {
    if (!range) return handle.readFile();
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(range.length), 0, range.length, range.offset);
    return buffer.subarray(0, bytesRead);
  });
}

/** EISDIR and ENOTDIR: a folder is no object, and neither is what a key names below a file. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '');
}
