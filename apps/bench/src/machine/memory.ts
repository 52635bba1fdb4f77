import { readFileSync, writeFileSync } from 'node:fs';

/** The most memory that a process has held so far, in MiB; NaN where there is no /proc. */
export function peakMemory(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Makes the peak start again from what the process holds now; see proc_pid_clear_refs(5). */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Without /proc there is no peak to forget.
  }
}
