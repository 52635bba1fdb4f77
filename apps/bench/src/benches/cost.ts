import { deliver } from '../load/delivery.js';
import { flowOf } from '../load/flow-body.js';
import { pushing } from '../load/requests.js';
import type { BenchResult, Row } from '../report/result.js';
import { countObjectCalls, type Calls, type ObjectCalls } from '../servers/object-calls.js';
import { onStage, type Stage } from '../servers/stage.js';
import type { Settings } from '../settings.js';

const sizes = [
  { name: '8 KB', bytes: 8 * 1024, flows: 1000 },
  { name: '200 KB', bytes: 200 * 1024, flows: 200 },
  { name: '1.8 MB', bytes: 1_800_000, flows: 50 },
];
const connections = 8;
const mostSeconds = 120;

/** What one flow costs where it is stored. Counted once: it does not depend on what else the machine does. */
export async function benchCost(settings: Settings): Promise<BenchResult> {
  const calls = await countObjectCalls(settings);
  try {
    const rows = await onStage(settings, (stage) => countSizes(stage, calls), calls.environment);
    const kind = settings.isExternal ? 'S3 requests' : 'calls of the file system (close is not counted)';
    return {
      bench: 'cost',
      title: `Objects, ${kind} and stored bytes of one flow.`,
      columns: ['Flow Trail', 'bare'],
      rows,
    };
  } finally {
    await calls.close();
  }
}

async function countSizes(stage: Stage, calls: ObjectCalls): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, bytes, flows } of sizes) {
    const flow = flowOf(bytes);
    const [before, storedBefore] = [await calls.soFar(), await stage.backlog.stored()];
    await deliver(stage, { flows, seconds: mostSeconds, connections, next: pushing(flow) });
    const [after, stored] = [await calls.soFar(), await stage.backlog.stored()];
    const row = (measure: string, unit: string, value: number): Row => ({ load: name, measure, unit, ours: [value] });
    rows.push(
      row('objects', 'each flow', (stored.objects - storedBefore.objects) / flows),
      row('bytes in objects', 'each byte sent', (stored.objectBytes - storedBefore.objectBytes) / flows / flow.length),
      row('rows and indexes', 'KiB', (stored.rowBytes - storedBefore.rowBytes) / flows / 1024),
      ...Object.entries(difference(before, after)).map(([call, count]) => row(call, 'each flow', count / flows)),
    );
  }
  return rows;
}

function difference(before: Calls, after: Calls): Calls {
  const made = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return {
    'calls in all': made.reduce((sum, [, count]) => sum + count, 0),
    ...Object.fromEntries(made.filter(([, count]) => count > 0)),
  };
}
