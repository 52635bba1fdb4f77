import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Machine {
  cores: number;
  processor: string;
  memoryGiB: number;
  node: string;
}

export const machine = (): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
});
