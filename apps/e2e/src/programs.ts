import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const fromSources = ['-C', '@flow-trail/source', '--import', './tools/typescript-hook.mjs'];

// eslint-disable-next-line no-restricted-syntax -- programs under test need the PATH and HOME of this one
const { PATH, HOME } = process.env;

const run = (program: string, args: string[], environment: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [...fromSources, program, ...args], {
    cwd: workspace,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** The embedded server with the built dashboard, on a free port and an empty data folder. */
export async function startServer(environment: NodeJS.ProcessEnv = {}): Promise<Server> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-e2e-'));
  const child = run('apps/server/src/main.ts', [], { PORT: '0', FLOW_TRAIL_DATA: folder, ...environment });
  const ended = once(child, 'close');
  return {
    url: await printed(child, /ready: (\S+)/),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sends runs of the demo and waits until all are delivered. */
export async function runDemo(url: string, runs: number, seed: number): Promise<void> {
  const child = run('apps/demo/src/main.ts', ['--runs', String(runs), '--seed', String(seed)], { FLOW_TRAIL_URL: url });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the demo ended with ${code}: ${text}`);
}

/** Runs a module until it prints what is looked for, and kills it there and then. */
export async function killWhenPrinted(source: string, url: string, pattern: RegExp): Promise<string> {
  const child = run('--input-type=module', ['-e', source], { FLOW_TRAIL_URL: url });
  const ended = once(child, 'close');
  const found = await printed(child, pattern);
  child.kill('SIGKILL');
  await ended;
  return found;
}

function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: unknown): void => {
      text += String(chunk);
      const [, found] = pattern.exec(text) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', (code) => reject(new Error(`the program ended with ${code}: ${text}`)));
  });
}
