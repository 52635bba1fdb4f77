import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TestClient, aPush } from '@flow-trail/testing';
import type { PushStatus } from '@flow-trail/contracts';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));
const program = ['-C', '@flow-trail/source', '--import', './tools/typescript-hook.mjs', 'apps/server/src/main.ts'];

export const keys = {
  shop: 'ft_bad_inputs_shop_both_01',
  shopToo: 'ft_bad_inputs_shop_both_02',
  shopIngest: 'ft_bad_inputs_shop_ingest_03',
  shopRead: 'ft_bad_inputs_shop_read_04',
  lab: 'ft_bad_inputs_lab_both_05',
};

/** A server in a process of its own, to be fed what would crash a test runner with it. */
export interface LiveServer {
  url: string;
  port: number;
  /** With the key of the project `shop`, for all scopes. */
  client: TestClient;
  /** All that it printed so far. */
  printed(): string;
  isAlive(): boolean;
  /** MiB that the process gained at most while `act` ran. */
  memoryGainedBy(act: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

export async function startLiveServer(settings: NodeJS.ProcessEnv = {}): Promise<LiveServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  // eslint-disable-next-line no-restricted-syntax -- a process under test needs the PATH and HOME of this one
  const { PATH, HOME } = process.env;
  const given = { PORT: '0', FLOW_TRAIL_DATA: folder, FLOW_TRAIL_API_KEYS: keyEntries, ...noRates, ...settings };
  const child = spawn(process.execPath, program, { cwd: workspace, env: { PATH, HOME, ...given }, stdio: 'pipe' });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'close');
  const url = await Promise.race([readyUrl(child.stdout), ended.then(() => undefined)]);
  if (!url) throw new Error(`the server ended before it was ready: ${text}`);
  return {
    url,
    port: Number(new URL(url).port),
    client: new TestClient(url, keys.shop),
    printed: () => text,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    memoryGainedBy: (act) => memoryGained(child.pid ?? 0, act),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const noRates = { FLOW_TRAIL_RATE_REQUESTS_PER_SECOND: '0', FLOW_TRAIL_RATE_BYTES_PER_SECOND: '0' };
const keyEntries = [
  `${keys.shop}:shop:ingest+read`,
  `${keys.shopToo}:shop:ingest+read`,
  `${keys.shopIngest}:shop:ingest`,
  `${keys.shopRead}:shop:read`,
  `${keys.lab}:lab:ingest+read`,
].join(',');

function readyUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface(stdout).on('line', (line) => {
      const url = /^Flow Trail is ready: (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}

/** Proves that nothing of what came before harmed the server: it takes a flow of somebody else, and shows it. */
export async function expectUnharmed({ client, isAlive, printed }: LiveServer): Promise<void> {
  if (!isAlive()) throw new Error(`the server is gone: ${printed()}`);
  const name = `unharmed ${randomUUID()}`;
  const { id } = await client.deliver(aPush(name).withStep('s').withObservation('o', [1]).json());
  const { flow } = await client.readable(id);
  if (flow.name !== name) throw new Error(`the server shows ${flow.name} instead of ${name}`);
}

/** The push once it is no longer under way: `ready`, or `quarantined`. */
export async function settled({ client }: LiveServer, pushId: string): Promise<PushStatus> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const status = (await (await client.get(`/api/pushes/${pushId}`)).json()) as PushStatus;
    if (status.state === 'ready' || status.state === 'quarantined') return status;
    if (Date.now() > deadline) throw new Error(`push ${pushId} is still ${status.state}: ${status.lastError}`);
    await sleep(20);
  }
}

/** 0 where there is no /proc to ask. */
async function memoryGained(pid: number, act: () => Promise<unknown>): Promise<number> {
  const before = peakMemory(pid, true);
  await act();
  return peakMemory(pid) - before;
}

/** MiB; see proc_pid_clear_refs(5) for how the peak is made to start again. */
function peakMemory(pid: number, isStartingAgain = false): number {
  try {
    if (isStartingAgain) writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
