import { parseArgs } from 'node:util';

export interface Arguments {
  seeds: number[];
  /** Ids of rows, such as `FM-A1`; all when there are none. */
  rows: string[];
  modes: string[];
  /** Whether mutants are run instead, each of which must be found out. */
  mutants: boolean;
}

/** `--seed 7`, `--seeds 3` (how many, from a random one on), `--rows FM-A1,FM-P1`, `--modes embedded,external`, `--mutants`. @throws Error */
export function readArguments(args: string[], anySeed: () => number): Arguments {
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
  const first = values.seed ? wholeNumber('--seed', values.seed) : anySeed();
  const count = values.seeds ? wholeNumber('--seeds', values.seeds) : 1;
  return {
    seeds: Array.from({ length: count }, (_, at) => first + at),
    rows: listOf(values.rows).map((row) => (row.startsWith('FM-') ? row : `FM-${row}`)),
    modes: listOf(values.modes),
    mutants: values.mutants ?? false,
  };
}

const listOf = (text = ''): string[] => text.split(',').filter((item) => item !== '');

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name} is '${text}': it takes a whole number.`);
}
