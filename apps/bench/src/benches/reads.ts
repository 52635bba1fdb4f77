import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { closedLoop, type Load } from '../load/closed-loop.js';
import { Connection } from '../load/connection.js';
import { flowOf } from '../load/flow-body.js';
import { getting } from '../load/requests.js';
import { storeFlow } from '../load/store-flow.js';
import { cpuBetween, cpuTimes, type CpuTimes } from '../machine/cpu.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage, type Stage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { inTurns, type Measure } from './turns.js';

const connections = 8;
const dataBytes = 1_800_000;
const codings: { name: string; headers: Record<string, string> }[] = [
  { name: 'Accept: application/gzip', headers: { Accept: 'application/gzip' } },
  { name: 'Accept-Encoding: gzip', headers: { 'Accept-Encoding': 'gzip' } },
  { name: 'identity', headers: { 'Accept-Encoding': 'identity' } },
];
const fileServers = ['file-stream', 'fastify-static'];

interface Turn {
  load: Load;
  cpu: CpuTimes | undefined;
}

/** Data that the cache holds, beside static file servers that send the same bytes from a file. */
export function benchReads(settings: Settings): Promise<BenchResult> {
  return onStage(settings, async (stage) => {
    const dataPath = await storeFlow(stage.server.port, flowOf(dataBytes, dataBytes));
    const rows: Row[] = [];
    for (const { name, headers } of codings) {
      const file = path.join(stage.server.dataFolder, `bare-${codings.findIndex((coding) => coding.name === name)}`);
      await writeFile(file, await warmBytes(stage.server.port, dataPath, headers));
      for (const fileServer of fileServers) {
        const turns = await measureReads(stage, settings, { dataPath, headers, file, fileServer });
        rows.push(...rowsOf(`${name}, ${fileServer}`, turns));
      }
    }
    return {
      bench: 'reads',
      title: `GET of 1.8 MB of data at ${connections} connections; bare: node:http with createReadStream, and @fastify/static.`,
      columns: ['Flow Trail', 'bare'],
      rows,
    };
  });
}

async function measureReads(
  { server, backlog, startBare }: Stage,
  settings: Settings,
  read: { dataPath: string; headers: Record<string, string>; file: string; fileServer: string },
): Promise<{ ours: Turn[]; bare: Turn[] }> {
  const bare = await startBare(read.fileServer, read.file);
  const turnOf = (port: number, pids: number[], requestPath: string) => {
    const request = getting(requestPath, read.headers);
    return async (isWarmUp: boolean): Promise<Turn> => {
      const before = cpuTimes(pids, backlog.postmasterPid);
      const seconds = isWarmUp ? 2 : settings.seconds;
      const load = await closedLoop({ port, connections, seconds, next: () => request, expected: 200 });
      return { load, cpu: cpuBetween(before, cpuTimes(pids, backlog.postmasterPid)) };
    };
  };
  const ours = turnOf(server.port, server.pids, read.dataPath);
  return inTurns(settings.rounds, ours, turnOf(bare.port, [bare.pid], `/${path.basename(read.file)}`));
}

/** The body as it crosses the wire, read often enough to be in the cache. */
async function warmBytes(port: number, dataPath: string, headers: Record<string, string>): Promise<Buffer> {
  const connection = await Connection.open(port);
  const read = async (): Promise<Buffer> =>
    (await connection.send({ ...getting(dataPath, headers), isBodyKept: true })).body;
  await read();
  const bytes = await read();
  connection.close();
  return bytes;
}

const measures: Measure<Turn>[] = [
  { measure: 'read', unit: '/s', of: ({ load }) => load.answered / load.seconds },
  { measure: 'p50', unit: 'ms', of: ({ load }) => load.latencies.quantile(0.5) },
  { measure: 'p99', unit: 'ms', of: ({ load }) => load.latencies.quantile(0.99) },
  {
    measure: 'CPU of the process',
    unit: 'ms/read',
    of: ({ load, cpu }) => (cpu?.server ?? Number.NaN) / load.answered,
  },
];

const rowsOf = (load: string, { ours, bare }: { ours: Turn[]; bare: Turn[] }): Row[] =>
  measures.map(({ measure, unit, of }) => ({ load, measure, unit, ours: ours.map(of), bare: bare.map(of) }));
