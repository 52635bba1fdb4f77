import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Redis } from 'ioredis';
import { Program } from './program.js';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));
const preloads = (names: readonly string[]): string[] =>
  names.flatMap((name) => ['--import', `./apps/chaos/src/${name}.ts`]);

// eslint-disable-next-line no-restricted-syntax -- the programs need the PATH and HOME of this one
const { PATH, HOME } = process.env;

export interface ServerOptions {
  name: string;
  folder: string;
  port: number;
  env: NodeJS.ProcessEnv;
  /** Options of Node, such as the size of its heap. */
  nodeArgs?: readonly string[];
  /** Files of this project, from `src/`, without ending, that are loaded into it first: mutants and traps. */
  preload?: readonly string[];
}

/** Flow Trail from its sources. */
export function flowTrail({ name, folder, port, env, nodeArgs = [], preload = [] }: ServerOptions): Program {
  return new Program({
    name,
    command: process.execPath,
    args: [
      ...nodeArgs,
      ...['-C', '@flow-trail/source', '--enable-source-maps', '--import', './tools/typescript-hook.mjs'],
      ...preloads(preload),
      'apps/server/src/main.ts',
    ],
    env: { PATH, HOME, PORT: String(port), LOG_LEVEL: 'warn', CHAOS_FOLDER: folder, ...env },
    cwd: workspace,
    log: path.join(folder, `${name}.log`),
    isReady: () => answers(`http://127.0.0.1:${port}/livez`),
    isRevived: true,
  });
}

/** A client that records a flow with the SDK; ready when it has captured its data. */
export function sdkProgram(log: string, args: string[]): Program {
  return new Program({
    name: 'client',
    command: process.execPath,
    args: [
      '-C',
      '@flow-trail/source',
      '--import',
      './tools/typescript-hook.mjs',
      'apps/chaos/src/traffic/sdk-child.ts',
      ...args,
    ],
    env: { PATH, HOME },
    cwd: workspace,
    log,
    isReady: async () => readFileSync(log, 'utf8').includes('captured'),
    isRevived: false,
  });
}

export function postgres(folder: string, data: string, isReady: () => Promise<boolean>): Program {
  return new Program({
    name: 'postgres',
    command: process.execPath,
    args: ['-C', '@flow-trail/source', 'tools/test-services/postgres.mjs', data],
    env: { PATH, HOME },
    cwd: workspace,
    log: path.join(folder, 'postgres.log'),
    isReady,
    isRevived: false,
  });
}

export function redis(folder: string, data: string, port: number): Program {
  const settings = {
    bind: '127.0.0.1',
    port,
    dir: data,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return new Program({
    name: 'redis',
    command: 'redis-server',
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    env: { PATH, HOME },
    cwd: folder,
    log: path.join(folder, 'redis.log'),
    isReady: () => redisAnswers(port),
    isRevived: false,
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function redisAnswers(port: number): Promise<boolean> {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

export async function databaseAnswers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query('select 1')).rowCount === 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
