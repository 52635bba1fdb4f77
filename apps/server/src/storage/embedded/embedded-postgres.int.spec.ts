import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterFiles } from './cluster-files.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { identities, probeIn, type Identity } from './identity.js';
import { stopLeftoverPostgres } from './leftover.js';
import { locatePostgres } from './postgres-binaries.js';
import { commandLine, isRunning } from './processes.js';

describe('the embedded PostgreSQL', () => {
  let folder: string;
  const running: EmbeddedPostgres[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-postgres-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
    await stopLeftoverPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options?: Parameters<typeof startEmbeddedPostgres>[1]): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres(folder, options);
    running.push(postgres);
    return postgres;
  }
  const postmasterPid = async (): Promise<number> =>
    Number.parseInt(await readFile(path.join(clusterFiles(folder).data, 'postmaster.pid'), 'utf8'), 10);

  it('answers queries, and leaves nothing running when it is stopped', async () => {
    const postgres = await start();
    expect(await query(postgres.url, 'select 6 * 7 as answer')).toEqual([{ answer: 42 }]);
    const pid = await postmasterPid();
    expect(isRunning(pid)).toBe(true);
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(path.join(clusterFiles(folder).data, 'postmaster.pid'))).toBe(false);
  });

  it('listens on loopback only, opens no socket file, and asks for the password', async () => {
    const { url } = await start();
    expect(
      await query(
        url,
        `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync') order by 1`,
      ),
    ).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const guess = new URL(url);
    guess.password = 'guess';
    await expect(query(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(clusterFiles(folder).password)).mode & 0o777).toBe(0o600);
  });

  it('keeps rows, port and password over a restart', async () => {
    const first = await start();
    await query(first.url, `create table t as select 'kept, ä' as text`);
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select text, upper(text) from t')).toEqual([{ text: 'kept, ä', upper: 'KEPT, Ä' }]);
  });

  it('moves to another port when its own was taken meanwhile', async () => {
    const first = await start();
    await first.stop();
    const blocker = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(blocker, 'listening');
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    blocker.close();
  });

  it('left running by kill -9 of its server is stopped by the next start, which has every committed row', async () => {
    const { server, url } = await serverProcess(folder, { isLeashed: false });
    await query(url, 'create table t (n int)');
    await query(url, 'insert into t values (1), (2)');
    const left = await postmasterPid();
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
    expect(isRunning(left)).toBe(true);
    const postgres = await start();
    expect(isRunning(left)).toBe(false);
    expect(await query(postgres.url, 'select count(*)::int from t')).toEqual([{ count: 2 }]);
  });

  it('ends with a server that is killed, in every way that works here', async () => {
    for (const way of process.platform === 'linux' ? await waysThatWork(folder) : []) {
      const { server, url } = await serverProcess(folder, { identities: [way] });
      await query(url, 'create table if not exists t (n int)');
      const pid = await postmasterPid();
      server.kill('SIGKILL');
      await until(() => !isRunning(pid));
    }
    expect(await query((await start()).url, 'select from t')).toEqual([]);
  });

  it('ends with a server that exits without stopping it', async () => {
    const { server } = await serverProcess(folder);
    const pid = await postmasterPid();
    server.kill('SIGTERM');
    await until(() => !isRunning(pid));
  });

  it('comes back at the same URL after kill -9 of PostgreSQL, and says so', async () => {
    const lines: string[] = [];
    const { url } = await start({ log: (line) => lines.push(line) });
    await query(url, 'create table t as select 1 as n');
    process.kill(await postmasterPid(), 'SIGKILL');
    await until(() => lines.length === 2);
    expect(lines).toEqual(['PostgreSQL ended unexpectedly (SIGKILL); it is started again.', 'PostgreSQL runs again.']);
    expect(await query(url, 'select n from t')).toEqual([{ n: 1 }]);
  });

  it('can be stopped while it comes back', async () => {
    const lines: string[] = [];
    const postgres = await start({ log: (line) => lines.push(line) });
    process.kill(await postmasterPid(), 'SIGKILL');
    await until(() => lines.length === 1);
    await postgres.stop();
    await expect(query(postgres.url, 'select 1')).rejects.toThrow();
  });

  it('whose folder is gone says so, and can be stopped', async () => {
    const lines: string[] = [];
    const postgres = await start({ log: (line) => lines.push(line) });
    const pid = await postmasterPid();
    await rename(folder, `${folder}.gone`);
    process.kill(pid, 'SIGKILL');
    await until(() => lines.length === 2);
    expect(lines[1]).toMatch(`The data folder ${folder} cannot be used (ENOENT`);
    await postgres.stop();
    await rm(`${folder}.gone`, { recursive: true });
  });

  it('starts over the pid file of a dead PostgreSQL whose number a stranger has', async () => {
    await (await start()).stop();
    const pidFile = path.join(clusterFiles(folder).data, 'postmaster.pid');
    await writeFile(pidFile, `${process.ppid}\n${clusterFiles(folder).data}\n`);
    const { url } = await start();
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(commandLine(process.ppid)).not.toEqual([]);
  });

  it('serves one folder in every way that works here, one after the other', async () => {
    const files = clusterFiles(folder);
    const ways = await waysThatWork(folder);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of [...ways, ...ways]) {
      const postgres = await startEmbeddedPostgres(folder, { identities: [way] });
      await query(postgres.url, 'create table if not exists t (way text)');
      await query(postgres.url, 'insert into t values ($1)', [way.name]);
      expect((await stat(files.data)).uid).toBe(way.owner.uid);
      await postgres.stop();
    }
    const { url } = await start();
    expect(await query(url, 'select count(*)::int from t')).toEqual([{ count: ways.length * 2 }]);
  });

  it('gives a start up when it is told to, and leaves nothing running', async () => {
    await (await start()).stop();
    await expect(start({ signal: AbortSignal.abort() })).rejects.toThrow('the start was given up');
    expect(existsSync(path.join(clusterFiles(folder).data, 'postmaster.pid'))).toBe(false);
  });

  it('names the version that wrote the folder when it is another one', async () => {
    await (await start()).stop();
    await writeFile(path.join(clusterFiles(folder).data, 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(
      `The data folder ${folder} was written by PostgreSQL 15, and this Flow Trail brings PostgreSQL 18.`,
    );
  });

  it('says that a database without its parts is damaged, and touches nothing', async () => {
    const { data } = clusterFiles(folder);
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, 'something'), '');
    await expect(start()).rejects.toThrow(`The database in ${data} is damaged: PG_VERSION is missing.`);
    expect(existsSync(path.join(data, 'something'))).toBe(true);
  });

  it('repeats what PostgreSQL says about damaged files', async () => {
    await (await start()).stop();
    await rm(path.join(clusterFiles(folder).data, 'global', 'pg_control'));
    await expect(start()).rejects.toThrow(/^PostgreSQL cannot serve \S+: .*pg_control.* Its log is \S+server\.log\.$/);
  });

  it('says that the password is missing', async () => {
    await (await start()).stop();
    await rm(clusterFiles(folder).password);
    await expect(start()).rejects.toThrow(`The database's password is missing: ${clusterFiles(folder).password}.`);
  });
});

async function waysThatWork(folder: string): Promise<Identity[]> {
  const files = clusterFiles(folder);
  await mkdir(files.root, { recursive: true });
  const reasons = await Promise.all(identities().map(probeIn(files, await locatePostgres())));
  return identities().filter((_, i) => reasons[i] === undefined);
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('It did not come to pass within 30 s.');
    await sleep(20);
  }
}

/** A process of its own that starts PostgreSQL, and exits on SIGTERM without stopping it. */
async function serverProcess(folder: string, options: object = {}): Promise<{ server: ChildProcess; url: string }> {
  const hook = new URL('../../../../../tools/typescript-hook.mjs', import.meta.url).href;
  const module = new URL('./embedded-postgres.ts', import.meta.url).href;
  const script = `
    import { startEmbeddedPostgres } from '${module}';
    const { url } = await startEmbeddedPostgres(${JSON.stringify(folder)}, ${JSON.stringify(options)});
    process.on('SIGTERM', () => process.exit(1));
    setInterval(() => {}, 1000);
    console.log(url);`;
  const server = spawn(process.execPath, ['--import', hook, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const url of createInterface(server.stdout)) return { server, url };
  throw new Error('The server process ended before it had started PostgreSQL.');
}
