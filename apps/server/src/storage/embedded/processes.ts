import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const hasProc = existsSync('/proc/self/stat');

/** When a process started: equal only for the same process, not for a later one with the same pid; undefined when it is gone. */
export function startOf(pid: number): string | undefined {
  return hasProc ? statFields(pid)?.[19] : describe(pid, 'lstart=');
}

/** False for a process that has ended and only waits for its parent to look. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !hasProc || !'ZX'.includes(statFields(pid)?.[0] ?? 'X');
}

/** The words of its command line; empty when it is gone or hidden. */
export function commandLine(pid: number): string[] {
  if (!hasProc) return describe(pid, 'command=')?.split(' ') ?? [];
  return readProc(pid, 'cmdline')?.split('\0') ?? [];
}

/** Waits until the process is gone; false when it is still there after the time. */
export async function ended(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/** From the state on: what stands before it is the name, which may contain anything. */
function statFields(pid: number): string[] | undefined {
  const stat = readProc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function describe(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
