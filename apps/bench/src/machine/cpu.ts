import { readdirSync, readFileSync } from 'node:fs';

/** CPU time, in milliseconds. */
export interface CpuTimes {
  /** The thread that answers HTTP. */
  mainThread: number;
  /** All of the server's processes, that thread included. */
  server: number;
  /** All of PostgreSQL's processes, those that ended included. */
  postgres: number;
}

const millisecondsPerTick = 10;

/** Reads /proc. Answers undefined where there is none. */
export function cpuTimes(serverPids: readonly number[], postmasterPid: number): CpuTimes | undefined {
  const [first = 0] = serverPids;
  const main = ticksOf(`/proc/${first}/task/${first}/stat`);
  const postmaster = ticksOf(`/proc/${postmasterPid}/stat`);
  if (!main || !postmaster) return undefined;
  return {
    mainThread: main.own * millisecondsPerTick,
    server: ownTicks(serverPids) * millisecondsPerTick,
    postgres: (postmaster.own + postmaster.ofEnded + ownTicks(childrenOf(postmasterPid))) * millisecondsPerTick,
  };
}

export function cpuBetween(before: CpuTimes | undefined, after: CpuTimes | undefined): CpuTimes | undefined {
  if (!before || !after) return undefined;
  return {
    mainThread: after.mainThread - before.mainThread,
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
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

const ownTicks = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (ticksOf(`/proc/${pid}/stat`)?.own ?? 0), 0);

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
