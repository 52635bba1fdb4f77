import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockDataFolder } from './data-folder-lock.js';

const impatient = { patienceMilliseconds: 0 };
const isRoot = process.getuid?.() === 0;

describe('the lock of a data folder', () => {
  let folder: string;
  const others: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-lock-'));
  });
  afterEach(async () => {
    await Promise.all(others.splice(0).map(kill));
    await rm(folder, { recursive: true, force: true });
  });

  async function anotherProcess(): Promise<ChildProcess & { pid: number }> {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    others.push(child);
    await once(child, 'spawn');
    return child as ChildProcess & { pid: number };
  }
  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  const lockOf = (pid: number, startedAt?: string): Promise<void> =>
    writeFile(
      path.join(folder, 'lock'),
      JSON.stringify({ pid, startedAt, url: 'http://127.0.0.1:3999', nonce: `of-${pid}` }),
    );
  const pidInLock = async (): Promise<unknown> =>
    JSON.parse(await readFile(path.join(folder, 'lock'), 'utf8')).pid as unknown;

  it('makes the folder, and leaves no file behind when released', async () => {
    const lock = await lockDataFolder(path.join(folder, 'deep', 'data'), 'http://127.0.0.1:3000');
    expect(await readdir(lock.folder)).toEqual(['lock']);
    await lock.release();
    await lock.release();
    expect(await readdir(lock.folder)).toEqual([]);
  });

  it('refuses a folder that a living process serves, and says where', async () => {
    const { pid } = await anotherProcess();
    await lockOf(pid);
    await expect(lockDataFolder(folder, 'http://127.0.0.1:3000', impatient)).rejects.toThrow(
      `This data folder is served by http://127.0.0.1:3999 (process ${pid}). Open that, stop it, or set FLOW_TRAIL_DATA to another folder.`,
    );
    expect(await pidInLock()).toBe(pid);
  });

  it('tells the URL that was set last', async () => {
    const lock = await lockDataFolder(folder, 'http://127.0.0.1:0');
    await lock.setUrl('http://127.0.0.1:41234');
    await expect(lockDataFolder(folder, 'http://127.0.0.1:3000', impatient)).rejects.toThrow('http://127.0.0.1:41234');
    await lock.release();
  });

  it('is taken over from a process that was killed', async () => {
    const child = await anotherProcess();
    await lockOf(child.pid);
    await kill(child);
    const lock = await lockDataFolder(folder, 'http://127.0.0.1:3000', impatient);
    expect(await pidInLock()).toBe(process.pid);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over when another process got the number of the dead one', async () => {
    const { pid } = await anotherProcess();
    await lockOf(pid, 'long ago');
    const lock = await lockDataFolder(folder, 'http://127.0.0.1:3000', impatient);
    expect(await pidInLock()).toBe(process.pid);
    await lock.release();
  });

  it('is taken over from an earlier process with the number of this one', async () => {
    await lockOf(process.pid);
    const lock = await lockDataFolder(folder, 'http://127.0.0.1:3000', impatient);
    await lock.release();
  });

  it('is taken over when its writer died over it', async () => {
    await writeFile(path.join(folder, 'lock'), '');
    const lock = await lockDataFolder(folder, 'http://127.0.0.1:3000', impatient);
    expect(await pidInLock()).toBe(process.pid);
    await lock.release();
  });

  it('waits for a holder that is just ending', async () => {
    const first = await lockDataFolder(folder, 'http://127.0.0.1:3000');
    const second = lockDataFolder(folder, 'http://127.0.0.1:3001', { patienceMilliseconds: 30_000 });
    await first.release();
    await (await second).release();
  });

  it('is won by exactly one of many that find a dead holder at once', async () => {
    const child = await anotherProcess();
    await lockOf(child.pid);
    await kill(child);
    const starts = Array.from({ length: 20 }, (_, i) =>
      lockDataFolder(folder, `http://127.0.0.1:${i}`, { patienceMilliseconds: 500 }),
    );
    const won = (await Promise.allSettled(starts)).filter((start) => start.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
    await won[0]?.value.release();
  });

  it('says in one line that a folder cannot be written', async () => {
    const closed = isRoot ? '/sys/flow-trail' : path.join(folder, 'closed');
    if (!isRoot) await mkdir(closed).then(() => chmod(closed, 0o500));
    await expect(lockDataFolder(closed, 'http://127.0.0.1:3000')).rejects.toThrow(
      /^The data folder \S+ cannot be .* set FLOW_TRAIL_DATA to another folder\.$/i,
    );
  });

  it('says in one line that a file is in the place of the folder', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    for (const place of [file, path.join(file, 'below')]) {
      await expect(lockDataFolder(place, 'http://127.0.0.1:3000')).rejects.toThrow(
        `The data folder ${place} cannot be made: a file is in its place.`,
      );
    }
  });
});
