import { deliver, type Delivery } from '../load/delivery.js';
import { flowOf } from '../load/flow-body.js';
import { packedWrites } from '../load/packed-writes.js';
import { pushing } from '../load/requests.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { inTurns, type Measure } from './turns.js';

const connections = 32;
const flowsOfTurn = 3000;
const flowsOfWarmUp = 500;
const mostSeconds = 120;

/** How fast small flows become readable: Flow Trail, and a loop that writes one object and the same rows for each. */
export function benchPersist(settings: Settings): Promise<BenchResult> {
  return onStage(settings, async (stage) => {
    const flow = flowOf(8 * 1024);
    const next = pushing(flow);
    const writePacked = await packedWrites(stage, flow);
    const countOf = (isWarmUp: boolean): number => (isWarmUp ? flowsOfWarmUp : flowsOfTurn);
    const { ours, bare } = await inTurns(
      settings.rounds,
      (isWarmUp) => deliver(stage, { flows: countOf(isWarmUp), seconds: mostSeconds, connections, next }),
      (isWarmUp) => writePacked(countOf(isWarmUp)),
    );
    const rows = measures.map(({ measure, unit, of }): Row => ({
      load: `${flowsOfTurn} of 8 KB`,
      measure,
      unit,
      ours: ours.map(of),
      bare,
    }));
    return {
      bench: 'persist',
      title:
        `${flowsOfTurn} flows of 8 KB at ${connections} connections until all are readable; bare: a loop of four that compresses, ` +
        'writes one object the same way and inserts the same rows, a transaction a flow.',
      columns: ['Flow Trail', 'bare'],
      rows,
    };
  });
}

const measures: Measure<Delivery>[] = [
  { measure: 'ready, while accepting', unit: '/s', of: (turn) => turn.readyMeanwhile / turn.acceptSeconds },
  {
    measure: 'ready, backlog alone',
    unit: '/s',
    of: (turn) => (turn.flows - turn.readyMeanwhile) / (turn.seconds - turn.acceptSeconds),
  },
  { measure: 'accepted and ready', unit: '/s', of: (turn) => turn.flows / turn.seconds },
];
