import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FlowPage, ProblemDetails } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const command = ['-C', '@flow-trail/source', '--import', './tools/typescript-hook.mjs', 'apps/server/src/main.ts'];

interface ServerProcess {
  child: ChildProcess;
  /** All that it printed so far. */
  printed: () => string;
  ended: Promise<number | null>;
}

describe('the server as a process', () => {
  let folder: string;
  let running: ServerProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
    running = [];
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  const start = (environment: NodeJS.ProcessEnv = {}): ServerProcess => {
    let text = '';
    // eslint-disable-next-line no-restricted-syntax -- a process under test needs the PATH and HOME of this one
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, command, {
      cwd: workspace,
      env: { PATH, HOME, PORT: '0', FLOW_TRAIL_DATA: folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const server = { child, printed: () => text, ended };
    running.push(server);
    return server;
  };

  const ready = async (server: ServerProcess): Promise<TestClient> => {
    for (;;) {
      const [, url] = /ready: (\S+)/.exec(server.printed()) ?? [];
      if (url) return new TestClient(url);
      const code = await Promise.race([server.ended, new Promise((resolve) => setTimeout(resolve, 20, 'waiting'))]);
      if (code !== 'waiting') throw new Error(`the server ended with ${code}: ${server.printed()}`);
    }
  };

  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  const postgresPid = async (): Promise<number> => {
    const pidFile = path.join(folder, 'postgres', 'data', 'postmaster.pid');
    return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  };

  it('prints one line when it is ready, and stops everything when it is told to', async () => {
    const server = start();
    await ready(server);
    expect(server.printed()).toMatch(/^Flow Trail is ready: http:\/\/127\.0\.0\.1:\d+\n$/);
    const postgres = await postgresPid();
    expect(isAlive(postgres)).toBe(true);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(isAlive(postgres)).toBe(false);
  });

  it('loses nothing over a restart, nor over kill -9 right after a 202', async () => {
    const first = start();
    const client = await ready(first);
    const before = await client.deliver(aPush('before').withStep('s').withObservation('o', [1]).json());
    expect((await client.send(aPush('in the last moment').json())).status).toBe(202);
    first.child.kill('SIGKILL');
    await first.ended;

    const again = await ready(start());
    expect((await again.readable(before.id)).steps[0]?.observations[0]?.records).toBe(1);
    const names = async (): Promise<string[]> =>
      ((await (await again.get('/api/flows')).json()) as FlowPage).flows.map(({ name }) => name);
    while ((await names()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await names()).toEqual(['in the last moment', 'before']);
  });

  it('bounds its memory however it is started, and leaves bounds alone that it is given', async () => {
    const settingsOf = async ({ child: { pid = 0 } }: ServerProcess): Promise<string[]> => {
      if (process.platform !== 'linux') return [];
      const files = [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`];
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      return texts.flatMap((text) => text.split('\0')).filter((text) => /semi-space|^MALLOC_/.test(text));
    };
    const servers = [start(), start({ FLOW_TRAIL_DATA: path.join(folder, 'other'), MALLOC_ARENA_MAX: '7' })];
    await Promise.all(servers.map(ready));
    expect(await Promise.all(servers.map(settingsOf))).toEqual(
      process.platform === 'linux'
        ? [['--max-semi-space-size=8', 'MALLOC_MMAP_THRESHOLD_=131072', 'MALLOC_ARENA_MAX=2'], ['MALLOC_ARENA_MAX=7']]
        : [[], []],
    );
  });

  it('ends with its supervisor', async () => {
    const server = start({ FLOW_TRAIL_SUPERVISOR_PID: '1' });
    expect(await server.ended).toBe(0);
  });

  it('says which URL serves a data folder that is taken', async () => {
    const client = await ready(start());
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.printed()).toContain(client.url);
    expect(second.printed().trim().split('\n')).toHaveLength(1);
  });

  it('says in one line that its port is in use', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as { port: number };
    const server = start({ PORT: String(port) });
    expect(await server.ended).toBe(1);
    expect(server.printed()).toBe(
      `Port ${port} is in use. Stop what serves there, or choose another: PORT=${port + 1}.\n`,
    );
    other.close();
  });

  it('says in one line that it cannot use its data folder', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const server = start({ FLOW_TRAIL_DATA: file });
    expect(await server.ended).toBe(1);
    expect(server.printed().trim().split('\n')).toHaveLength(1);
    expect(server.printed()).toContain(file);
  });

  it('answers to its own host names alone, and takes no writes from pages of others', async () => {
    const client = await ready(start());
    const { port } = new URL(client.url);
    const ask = (
      headers: Record<string, string>,
      method = 'GET',
    ): Promise<{ status: number; problem: ProblemDetails }> =>
      new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path: '/api/flows', method, headers }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk)));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, problem: JSON.parse(text) as ProblemDetails }),
          );
        });
        asked.on('error', reject).end();
      });
    expect((await ask({ host: `localhost:${port}` })).status).toBe(200);
    expect(await ask({ host: 'evil.example' })).toMatchObject({ status: 403, problem: { code: 'host-not-allowed' } });
    expect(await ask({ host: '127.0.0.1.evil.example' })).toMatchObject({ status: 403 });
    const foreign = await ask({ host: `127.0.0.1:${port}`, origin: 'http://evil.example' }, 'POST');
    expect(foreign).toMatchObject({ status: 403, problem: { code: 'origin-not-allowed' } });
  });

  it('refuses to start half-wired, and names all that is missing', async () => {
    const server = start({ FLOW_TRAIL_ROLE: 'api', HOST: '0.0.0.0' });
    expect(await server.ended).toBe(1);
    expect(server.printed()).toContain('DATABASE_URL, S3_BUCKET, REDIS_URL');
    expect(server.printed()).toContain('FLOW_TRAIL_ALLOW_REMOTE');
  });
});
