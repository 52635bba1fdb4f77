import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { ChatEndpoint } from './judge/chat-judge.js';

export interface Settings {
  url: string;
  seed: number;
  runs: number;
  /** Null when the judge is simulated. */
  chat: ChatEndpoint | null;
}

/** What the command line and the environment ask for. */
export type Wish = { kind: 'run'; settings: Settings } | { kind: 'help' } | { kind: 'mistake'; message: string };

export const help = `Movie night: sends runs of a real pipeline on 3,201 real films to a Flow Trail server.

  --seed N   repeat the choices of an earlier demo, given the same --runs (default: a new seed, which is printed)
  --runs N   how many runs, 1 to 1,000; the first half from release 2.4.0, the rest from 2.5.0 (default: 20)
  --url URL  the server (default: FLOW_TRAIL_URL, else http://127.0.0.1:3000, or PORT instead of 3000)
  --help     this

JUDGE_URL and JUDGE_MODEL (and JUDGE_API_KEY) name an OpenAI-compatible chat endpoint, such as http://127.0.0.1:11434/v1, to judge
the films. Without them the judge is simulated.`;

const options = {
  seed: { type: 'string' },
  runs: { type: 'string' },
  url: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The only place that reads the environment; an empty variable counts as absent. */
export function readSettings(
  args: string[],
  // eslint-disable-next-line no-restricted-syntax -- the demo is a program of its own: this is its one file that reads the environment.
  environment: Record<string, string | undefined> = process.env,
): Wish {
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) return { kind: 'help' };
    const settings = {
      url: webAddress(
        '--url or FLOW_TRAIL_URL',
        values.url ?? (environment['FLOW_TRAIL_URL'] || localUrl(environment)),
      ),
      seed: wholeNumber('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? randomInt(1, 1_000_000),
      runs: wholeNumber('--runs', values.runs, 1, 1000) ?? 20,
      chat: chatEndpoint(environment),
    };
    return { kind: 'run', settings };
  } catch (error) {
    return { kind: 'mistake', message: `${(error as Error).message} See --help.` };
  }
}

function localUrl(environment: Record<string, string | undefined>): string {
  return `http://127.0.0.1:${environment['PORT'] || 3000}`;
}

function chatEndpoint(environment: Record<string, string | undefined>): ChatEndpoint | null {
  const url = environment['JUDGE_URL'];
  if (!url) return null;
  const model = environment['JUDGE_MODEL'];
  if (!model) throw new Error('JUDGE_URL is set but JUDGE_MODEL is not: name the model to ask.');
  return { url: webAddress('JUDGE_URL', url), model, apiKey: environment['JUDGE_API_KEY'] || null };
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${name} wants a whole number from ${least} to ${most}, not "${text}".`);
}

function webAddress(name: string, text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return text;
  throw new Error(`${name} wants an http or https URL, not "${text}".`);
}
