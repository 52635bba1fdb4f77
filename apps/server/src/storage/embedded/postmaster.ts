import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ClusterFiles } from './cluster-files.js';
import { diskFull } from './folder-error.js';
import { spawnOptions, type Identity } from './identity.js';
import { stopProcess } from './leftover.js';
import type { ServerLog } from './server-log.js';

export interface Launch {
  files: ClusterFiles;
  program: string;
  as: Identity;
  /** Command between the identity's and the program. */
  leash: readonly string[];
  port: number;
  /** URL of a database that is always there. */
  url: string;
  log: ServerLog;
  signal?: AbortSignal | undefined;
}

export type Outcome =
  | { status: 'ready'; postmaster: ChildProcess }
  | { status: 'port-taken' }
  /** Processes of a postmaster that was killed have not all noticed yet. */
  | { status: 'still-in-use' }
  | { status: 'failed'; reason: string };

/** Recovery after a crash replays up to max_wal_size, on any disk. */
const longestStartMilliseconds = 10 * 60_000;

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '1GB',
  // A new file of the log, every 16 MB until the first can be used again, would hold all commits up while it is filled with zeros.
  wal_init_zero: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** Starts PostgreSQL as a child of this process and waits until it answers, recovery included. */
export async function startPostmaster(launch: Launch): Promise<Outcome> {
  const before = launch.log.size;
  const postmaster = spawnPostmaster(launch);
  const over = new AbortController();
  const end = new Promise<string>((resolve) => {
    postmaster.once('error', (error) => resolve(error.message));
    postmaster.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => over.abort());
  const outcome = await Promise.race([end, answers(launch, over.signal)]);
  if (outcome === 'ready') return { status: 'ready', postmaster };
  if (over.signal.aborted || postmaster.pid === undefined) return explain(launch, launch.log.since(before), outcome);
  await stopProcess(postmaster.pid);
  return { status: 'failed', reason: `PostgreSQL was stopped again: ${outcome}. Its log is ${launch.files.log}.` };
}

/** In a process group of its own, so that Ctrl-C in the terminal reaches it only through this process. */
function spawnPostmaster({ files, program, as, leash, port, log }: Launch): ChildProcess {
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const [command = '', ...words] = [...as.prefix, ...leash, program, '-D', files.data, ...options];
  const output = log.open();
  try {
    return spawn(command, words, { ...spawnOptions(as), detached: true, stdio: ['ignore', output, output] });
  } finally {
    closeSync(output);
  }
}

async function answers({ url, signal }: Launch, over: AbortSignal): Promise<string> {
  const deadline = Date.now() + longestStartMilliseconds;
  while (Date.now() < deadline && !over.aborted) {
    if (signal?.aborted) return 'the start was given up';
    const refusal = await ask(url);
    if (refusal === undefined) return 'ready';
    if (refusal === 'password') return 'the password file beside the database is not that of the database';
    await sleep(40);
  }
  return 'it did not answer for ten minutes';
}

async function ask(url: string): Promise<'password' | 'not yet' | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'password' : 'not yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain({ files }: Launch, written: string, end: string): Outcome {
  if (/could not bind|Address already in use/.test(written)) return { status: 'port-taken' };
  if (/is still in use|lock file "postmaster.pid" already exists/.test(written)) return { status: 'still-in-use' };
  if (/No space left on device/.test(written)) return { status: 'failed', reason: diskFull(files.folder) };
  const last = written.split('\n').findLast((line) => /\b(FATAL|PANIC|ERROR|error)\b/.test(line));
  const said =
    last?.replace(/^.*?\b(FATAL|PANIC|ERROR|error):\s*/, '') ?? (written.trim().replaceAll('\n', ' ') || end);
  return { status: 'failed', reason: `PostgreSQL cannot serve ${files.data}: ${said}. Its log is ${files.log}.` };
}
