import { readFileSync, readlinkSync } from 'node:fs';

/** Pids of the children of a process; none where it is gone or there is no /proc. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The PostgreSQL that one of our programs started, over whatever wrappers. */
export function postmasterUnder(pid: number): number | undefined {
  for (const child of childrenOf(pid)) {
    const found = programOf(child).endsWith('/postgres') ? child : postmasterUnder(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those of its children that serve a client. */
export const backendsOf = (postmaster: number): number[] =>
  childrenOf(postmaster).filter((pid) => /127\.0\.0\.1\(\d+\)/.test(titleOf(pid)));

/** Kilobytes that a process has in memory; 0 when it is gone. */
export function residentKilobytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

const titleOf = (pid: number): string => read(`/proc/${pid}/cmdline`);

function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
