import { parseArgs } from 'node:util';
import { benchNames, type BenchName } from './benches/names.js';

/** What one run measures, and how long. */
export interface Settings {
  only: readonly BenchName[];
  /** How often each side is measured, in turns. */
  rounds: number;
  /** Of one turn under load. */
  seconds: number;
  /** Flows that `growth` stores before it measures reads. */
  stored: number;
  isExternal: boolean;
  /** Folder whose server is measured. */
  checkout: string;
  /** Where the results go, as JSON. */
  output: string;
  /** The environment that the measured programs run in. */
  environment: NodeJS.ProcessEnv;
}

export type Wish = { kind: 'run'; settings: Settings } | { kind: 'help' } | { kind: 'mistake'; message: string };

export const help = `Measures this checkout's server and its page beside bare programs that do the least of the same, in turns, on this
machine.

  --only A,B       ${benchNames.join(', ')} (default: all)
  --rounds N       turns of each side, 1 to 50 (default: 3)
  --seconds N      of one turn, 1 to 600 (default: 4)
  --stored N       flows that are stored before reads are measured in growth (default: 10000)
  --external       on Redis and an S3 server, api and worker apart (make services installs them)
  --checkout PATH  measure the server of another checkout
  --output FILE    default: dist/bench.json
  --help           this`;

const options = {
  only: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '4' },
  stored: { type: 'string', default: '10000' },
  external: { type: 'boolean', default: false },
  checkout: { type: 'string', default: '.' },
  output: { type: 'string', default: 'dist/bench.json' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The only place that reads the environment. */
export function readSettings(
  args: string[],
  // eslint-disable-next-line no-restricted-syntax -- a program of its own: this is its one file that reads the environment
  environment: NodeJS.ProcessEnv = process.env,
): Wish {
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) return { kind: 'help' };
    const settings = {
      only: readNames(values.only),
      rounds: wholeNumber('--rounds', values.rounds, 1, 50),
      seconds: wholeNumber('--seconds', values.seconds, 1, 600),
      stored: wholeNumber('--stored', values.stored, 100, 10_000_000),
      isExternal: values.external,
      checkout: values.checkout,
      output: values.output,
      environment: programEnvironment(environment),
    };
    return { kind: 'run', settings };
  } catch (error) {
    return { kind: 'mistake', message: `${(error as Error).message} See --help.` };
  }
}

function readNames(text: string | undefined): readonly BenchName[] {
  if (text === undefined) return benchNames;
  return text.split(',').map((word) => {
    const name = benchNames.find((known) => known === word.trim());
    if (name === undefined) throw new Error(`--only takes ${benchNames.join(', ')}; it was given '${word}'.`);
    return name;
  });
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${option} takes a whole number from ${least} to ${most}; it was given '${text}'.`);
}

/** Settings of a server that somebody uses must not reach the one that is measured. */
function programEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(environment).filter(
    (name) => ['PATH', 'HOME', 'TMPDIR'].includes(name) || name.startsWith('TEST_'),
  );
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}
