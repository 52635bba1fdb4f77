import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { StartupError } from '../../errors/startup-error.js';
import { clusterFiles } from './cluster-files.js';
import { commandLine, ended, isRunning } from './processes.js';

/** How each signal asks PostgreSQL to stop, and how long it gets: fast, immediate, not at all. */
const askings: [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Stops a PostgreSQL that a killed server left running on the data folder; answers whether there was one.
 * Call it only while holding the folder's lock, or when the holder is known to be dead.
 */
export async function stopLeftoverPostgres(folder: string): Promise<boolean> {
  const { data } = clusterFiles(folder);
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = await pidIn(pidFile);
  if (pid === undefined) return false;
  if (servesFolder(pid, data)) {
    await stopProcess(pid);
    return true;
  }
  // PostgreSQL clears up after a dead pid itself, but would take a stranger with the same number for its own.
  if (isRunning(pid) || Number.isNaN(pid)) await rm(pidFile, { force: true });
  return false;
}

/** Fast, then immediately, then by force. */
export async function stopProcess(pid: number): Promise<void> {
  for (const [signal, milliseconds] of askings) {
    send(pid, signal);
    if (await ended(pid, milliseconds)) return;
  }
  throw new StartupError(`PostgreSQL (process ${pid}) does not end. End it, then start again.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new StartupError(
      `A PostgreSQL of another user (process ${pid}) still serves this data folder. End it, then start again.`,
      { cause },
    );
  }
}

async function pidIn(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

const servesFolder = (pid: number, data: string): boolean => {
  const words = commandLine(pid);
  return words.some((word) => path.basename(word) === 'postgres') && words.includes(data);
};
