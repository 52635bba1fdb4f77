import { closedLoop } from '../load/closed-loop.js';
import { Connection } from '../load/connection.js';
import { deliver, type Delivery } from '../load/delivery.js';
import { flowOf } from '../load/flow-body.js';
import { packedWrites } from '../load/packed-writes.js';
import { pushing } from '../load/requests.js';
import { forgetPeak, peakMemory } from '../machine/memory.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage, type Stage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { inTurns } from './turns.js';

const sizes = [
  { name: '8 KB', bytes: 8 * 1024, connections: 32 },
  { name: '200 KB', bytes: 200 * 1024, connections: 16 },
  { name: '1.8 MB', bytes: 1_800_000, connections: 8 },
  { name: '30 MB', bytes: 30_000_000, connections: 2 },
];
const warmUpSeconds = 1;

interface Turn extends Delivery {
  peakMemory: number;
}

/** What a bare handler accepts and a bare writer writes, of the same flows. */
interface BareTurn {
  accepted: number;
  written: number;
}

/** Flows of each size and coding, a server of its own for each. */
export async function benchSizes(settings: Settings): Promise<BenchResult> {
  const rows: Row[] = [];
  for (const size of sizes) {
    for (const isGzip of [false, true]) {
      const turns = await onStage(settings, (stage) => measureSize(stage, settings, { ...size, isGzip }));
      rows.push(...rowsOf(`${size.name} ${isGzip ? 'gzip' : 'identity'}`, turns));
    }
  }
  return {
    bench: 'sizes',
    title: 'Flows by size (decoded) and coding; bare: the bare handler, and then the bare loop for what it took.',
    columns: ['Flow Trail', 'bare'],
    rows,
  };
}

async function measureSize(
  stage: Stage,
  { rounds, seconds: secondsOfTurn }: Settings,
  { bytes, connections, isGzip }: { bytes: number; connections: number; isGzip: boolean },
): Promise<{ ours: Turn[]; bare: BareTurn[] }> {
  const flow = flowOf(bytes);
  const next = pushing(flow, isGzip);
  const [pid = 0] = stage.server.pids;
  const { port } = await stage.startBare('accept', stage.server.databaseUrl);
  const writePacked = await packedWrites(stage, flow);
  const secondsOf = (isWarmUp: boolean): number => (isWarmUp ? warmUpSeconds : secondsOfTurn);
  const ours = async (isWarmUp: boolean): Promise<Turn> => {
    forgetPeak(pid);
    const load = { flows: Number.POSITIVE_INFINITY, seconds: secondsOf(isWarmUp), connections, next };
    return { ...(await deliver(stage, load)), peakMemory: peakMemory(pid) };
  };
  const bare = async (isWarmUp: boolean): Promise<BareTurn> => {
    const load = await closedLoop({ port, connections, seconds: secondsOf(isWarmUp), next, expected: 202 });
    await forget(port);
    return {
      accepted: load.answered / load.seconds,
      written: await writePacked(Math.max(4, Math.ceil(load.answered / 8))),
    };
  };
  return inTurns(rounds, ours, bare);
}

/** Else the bodies of all turns would fill the disk. */
async function forget(port: number): Promise<void> {
  const connection = await Connection.open(port);
  await connection.send({ head: 'DELETE /api/flows HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' });
  connection.close();
}

const rowsOf = (load: string, { ours, bare }: { ours: Turn[]; bare: BareTurn[] }): Row[] => [
  {
    load,
    measure: 'accepted',
    unit: '/s',
    ours: ours.map(({ flows, acceptSeconds }) => flows / acceptSeconds),
    bare: bare.map(({ accepted }) => accepted),
  },
  {
    load,
    measure: 'accepted and ready',
    unit: '/s',
    ours: ours.map(({ flows, seconds }) => flows / seconds),
    bare: bare.map(({ accepted, written }) => 1 / (1 / accepted + 1 / written)),
  },
  { load, measure: 'peak memory', unit: 'MiB', ours: ours.map((turn) => turn.peakMemory) },
];
