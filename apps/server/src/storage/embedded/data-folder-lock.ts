import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../errors/startup-error.js';
import { folderError } from './folder-error.js';
import { isRunning, startOf } from './processes.js';

interface Holder {
  pid: number;
  startedAt: string | undefined;
  url: string;
  nonce: string;
}

export interface LockOptions {
  /** How long to wait for a holder that is perhaps just ending; 3,000. */
  patienceMilliseconds?: number;
}

export interface DataFolderLock {
  /** The folder, absolute and without symbolic links. */
  readonly folder: string;
  /** Tells the next one who tries where this process really serves. */
  setUrl(url: string): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process: creates it, checks that it can be written, locks it with pid and URL.
 * @throws StartupError when the folder cannot be used or another process serves it
 */
export async function lockDataFolder(
  folder: string,
  url: string,
  { patienceMilliseconds = 3_000 }: LockOptions = {},
): Promise<DataFolderLock> {
  const absolute = path.resolve(folder);
  try {
    await mkdir(absolute, { recursive: true, mode: 0o700 });
    await access(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
    return await lock(await realpath(absolute), url, patienceMilliseconds);
  } catch (cause) {
    throw folderError(absolute, cause);
  }
}

async function lock(folder: string, url: string, patience: number): Promise<DataFolderLock> {
  const file = path.join(folder, 'lock');
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), url, nonce: randomUUID() };
  held.add(mine.nonce);
  try {
    const other = await claimPatiently(file, mine, patience);
    if (other) throw new StartupError(taken(other));
  } catch (error) {
    held.delete(mine.nonce);
    throw error;
  }
  return {
    folder,
    setUrl: (served) => replace(file, { ...mine, url: served }),
    release: async () => {
      if (!held.delete(mine.nonce)) return;
      if ((await read(file))?.nonce === mine.nonce) await rm(file, { force: true });
    },
  };
}

/** What this process holds now: a lock with its pid but not in here was left by an earlier process of the same number. */
const held = new Set<string>();

/** A lock that is just being written; or, when it stays so, one whose writer died over it. */
const unwritten: Holder = { pid: 0, startedAt: undefined, url: '', nonce: 'unwritten' };

const taken = (holder: Holder): string =>
  `This data folder is served by ${holder.url} (process ${holder.pid}). Open that, stop it, or set FLOW_TRAIL_DATA to another folder.`;

async function claimPatiently(file: string, mine: Holder, patience: number): Promise<Holder | undefined> {
  const deadline = Date.now() + patience;
  for (;;) {
    const isLate = Date.now() >= deadline;
    const other = await claim(file, mine, isLate);
    if (!other || (isLate && other !== unwritten)) return other;
    await sleep(50);
  }
}

/**
 * Answers the live holder, or undefined when the lock is ours. A dead holder's lock is not deleted and made anew,
 * for two starts could then each delete the other's: the one that claims the succession replaces it in place.
 */
async function claim(file: string, mine: Holder, isLate: boolean): Promise<Holder | undefined> {
  if (await create(file, mine)) return undefined;
  const holder = await read(file);
  if (!holder) return unwritten;
  if (holder === unwritten ? !isLate : isAlive(holder)) return holder;
  const succession = `${file}.${holder.nonce}`;
  const other = await claim(succession, mine, isLate);
  if (other) return other;
  try {
    if ((await read(file))?.nonce !== holder.nonce) return unwritten;
    await replace(file, mine);
    return undefined;
  } finally {
    await rm(succession, { force: true });
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return held.has(holder.nonce);
  return isRunning(holder.pid) && (holder.startedAt === undefined || holder.startedAt === startOf(holder.pid));
}

async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOSPC' || code === 'EDQUOT') await rm(file, { force: true });
    throw error;
  }
}

async function replace(file: string, holder: Holder): Promise<void> {
  const draft = `${file}.new-${holder.nonce}`;
  try {
    await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Holder {
  try {
    const { pid, startedAt, url, nonce } = JSON.parse(text) as Partial<Holder>;
    const isWhole = Number.isInteger(pid) && Number(pid) > 0 && /^[\w-]{1,64}$/.test(nonce ?? '');
    return isWhole ? { pid: Number(pid), startedAt, url: String(url), nonce: String(nonce) } : unwritten;
  } catch {
    return unwritten;
  }
}
