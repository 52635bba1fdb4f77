import { readdirSync, readFileSync } from 'node:fs';

/** CPU time used so far, in milliseconds. */
export interface CpuTimes {
  /** The event loop of the server. */
  mainThread: number;
  /** All of the server's process, that thread included. */
  server: number;
  /** All of PostgreSQL's processes, those that ended included. */
  postgres: number;
}

const millisecondsPerTick = 10;

/** Reads /proc. Answers undefined where there is none. */
export function cpuTimes(serverPid: number, postmasterPid: number): CpuTimes | undefined {
  const main = ticksOf(`/proc/${serverPid}/task/${serverPid}/stat`);
  const server = ticksOf(`/proc/${serverPid}/stat`);
  const postmaster = ticksOf(`/proc/${postmasterPid}/stat`);
  if (!main || !server || !postmaster) return undefined;
  const backends = childrenOf(postmasterPid).map((pid) => ticksOf(`/proc/${pid}/stat`)?.own ?? 0);
  const postgres = backends.reduce((sum, ticks) => sum + ticks, postmaster.own + postmaster.ofEnded);
  return {
    mainThread: main.own * millisecondsPerTick,
    server: server.own * millisecondsPerTick,
    postgres: postgres * millisecondsPerTick,
  };
}

export function parentOf(pid: number): number | undefined {
  return ticksOf(`/proc/${pid}/stat`)?.parent;
}

/** See proc_pid_stat(5); the name of the program, in parentheses, may hold blanks. */
export function readStat(line: string): { parent: number; own: number; ofEnded: number } {
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  );
  return { parent, own: user + system, ofEnded: userOfEnded + systemOfEnded };
}

function ticksOf(file: string): ReturnType<typeof readStat> | undefined {
  try {
    return readStat(readFileSync(file, 'latin1'));
  } catch {
    return undefined;
  }
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => parentOf(pid) === parent);
}
