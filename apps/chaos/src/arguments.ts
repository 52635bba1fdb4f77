import { parseArgs } from 'node:util';

export interface Arguments {
  seeds: number[];
  /** Ids of rows, such as `FM-A1`; all when there are none. */
  rows: string[];
  modes: string[];
  /** Whether mutants are run instead, each of which must be found out. */
  mutants: boolean;
}

/** What there is to ask for. */
export interface Choices {
  rows: readonly string[];
  modes: readonly string[];
}

export const help = `Breaks Flow Trail and sees what holds: make chaos

  SEED=7                   the seed; a random one when there is none
  SEEDS=3                  how many seeds, from that one on
  ROWS=FM-A1,FM-P1         only these; all when there are none
  MODES=embedded,external  only these of embedded, external and shared
  MUTANTS=1                servers with a defect each, which must be found out`;

/** `--seed 7`, `--seeds 3`, `--rows FM-A1,FM-P1`, `--modes embedded,external`, `--mutants`. @throws Error that says what is wrong with them */
export function readArguments(args: string[], anySeed: () => number, all: Choices): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      rows: { type: 'string' },
      modes: { type: 'string' },
      mutants: { type: 'boolean' },
    },
  });
  const first = values.seed ? wholeNumber('--seed', values.seed, 0) : anySeed();
  const count = values.seeds ? wholeNumber('--seeds', values.seeds, 1) : 1;
  return {
    seeds: Array.from({ length: count }, (_, at) => first + at),
    rows: known(
      '--rows',
      listOf(values.rows).map((row) => (row.startsWith('FM-') ? row : `FM-${row}`)),
      all.rows,
    ),
    modes: known('--modes', listOf(values.modes), all.modes),
    mutants: values.mutants ?? false,
  };
}

const listOf = (text = ''): string[] => text.split(',').filter((item) => item !== '');

function known(name: string, wanted: string[], all: readonly string[]): string[] {
  const unknown = wanted.find((item) => !all.includes(item));
  if (unknown === undefined) return wanted;
  throw new Error(`${name} has '${unknown}': there are ${[...new Set(all)].join(', ')}.`);
}

function wholeNumber(name: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`${name} is '${text}': it takes a whole number from ${least} on.`);
}
