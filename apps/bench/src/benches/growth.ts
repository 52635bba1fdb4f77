import type { FlowPage } from '@flow-trail/contracts';
import { closedLoop, type Load } from '../load/closed-loop.js';
import { Connection, type WireRequest } from '../load/connection.js';
import { copyFlows } from '../load/copied-flows.js';
import { flowOf } from '../load/flow-body.js';
import { getting, pushing } from '../load/requests.js';
import { storeFlow } from '../load/store-flow.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage, type Stage } from '../servers/stage.js';
import type { Settings } from '../settings.js';

const fewFlows = 100;
const connections = 8;

interface Question {
  name: string;
  next: () => WireRequest;
  expected: number;
}

type Answers = Map<string, Load>;

/** The same questions to a server with few flows, and again when it has many. */
export function benchGrowth(settings: Settings): Promise<BenchResult> {
  const many = settings.stored.toLocaleString('en-US');
  return onStage(settings, async (stage) => {
    const dataPath = await storeFlow(stage.server.port, flowOf(2048));
    await copyFlows(stage.server.databaseUrl, fewFlows - 1);
    const few = await askAll(stage, settings, dataPath);
    await copyFlows(stage.server.databaseUrl, settings.stored - fewFlows);
    const all = await askAll(stage, settings, dataPath);
    return {
      bench: 'growth',
      title: `Reads at ${connections} connections with ${many} flows stored, and with ${fewFlows}.`,
      columns: [`with ${many}`, `with ${fewFlows}`],
      rows: [...all].flatMap(([name, load]) => rowsOf(name, load, few.get(name) ?? load)),
    };
  });
}

async function askAll({ server: { port }, backlog }: Stage, { seconds }: Settings, dataPath: string): Promise<Answers> {
  const answers: Answers = new Map();
  for (const { name, next, expected } of await questions(port, dataPath)) {
    await closedLoop({ port, connections, seconds: 1, next, expected });
    answers.set(name, await closedLoop({ port, connections, seconds, next, expected }));
    await backlog.drained();
  }
  return answers;
}

async function questions(port: number, dataPath: string): Promise<Question[]> {
  const ids = await someIds(port);
  const read = (name: string, path: () => string): Question => ({ name, next: () => getting(path()), expected: 200 });
  let turn = 0;
  return [
    read('list, first page', () => '/api/flows'),
    read('list, by part of a name', () => '/api/flows?name=copy%2042'),
    read('list, failed ones (there are none)', () => '/api/flows?status=failed'),
    read('flow, one of 200', () => `/api/flows/${ids[turn++ % ids.length]}`),
    read('data, 2 KB', () => dataPath),
    { name: 'push, 8 KB', next: pushing(flowOf(8 * 1024)), expected: 202 },
  ];
}

async function someIds(port: number): Promise<string[]> {
  const connection = await Connection.open(port);
  const { body } = await connection.send({ ...getting('/api/flows?limit=200'), isBodyKept: true });
  connection.close();
  return (JSON.parse(body.toString()) as FlowPage).flows.map(({ id }) => id);
}

const rowsOf = (load: string, many: Load, few: Load): Row[] => [
  { load, measure: 'answered', unit: '/s', ours: [many.answered / many.seconds], bare: [few.answered / few.seconds] },
  { load, measure: 'p50', unit: 'ms', ours: [many.latencies.quantile(0.5)], bare: [few.latencies.quantile(0.5)] },
  { load, measure: 'p99', unit: 'ms', ours: [many.latencies.quantile(0.99)], bare: [few.latencies.quantile(0.99)] },
];
