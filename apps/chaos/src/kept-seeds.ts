import { appendFileSync, readFileSync } from 'node:fs';

const file = new URL('../failing-seeds.txt', import.meta.url);

/** Seeds that this row once failed with: a line each, `row mode seed`. They are run again with every run. */
export const readKeptSeeds = (row: string, mode: string): number[] =>
  linesOf().flatMap((line) => {
    const [id, where, seed] = line.split(' ');
    return id === row && where === mode && seed ? [Number(seed)] : [];
  });

export function keepSeed(row: string, mode: string, seed: number): void {
  const line = `${row} ${mode} ${seed}`;
  if (!linesOf().includes(line)) appendFileSync(file, `${line}\n`);
}

const linesOf = (): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
