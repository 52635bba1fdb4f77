import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { storeFlow } from '../load/store-flow.js';
import type { BenchResult, Row } from '../report/result.js';
import { onStage, type Stage } from '../servers/stage.js';
import type { Settings } from '../settings.js';
import { openBrowser } from './page/browser.js';
import { decidedSteps, recordsIn } from './page/decided-steps.js';
import { type PageParts, type Visit, visit } from './page/visit.js';
import { inTurns, type Measure } from './turns.js';

const matrix: Omit<PageParts, 'path'> = {
  row: '[data-testid=matrix-row]',
  count: '[data-testid=matrix-count]',
  field: '[data-testid=matrix-filter]',
  text: 'step-2.outcome = dropped',
  sortButton: '[data-testid="order-step-2.score"]',
};
const table: Omit<PageParts, 'path'> = {
  row: '[data-testid=record-row]',
  count: '[data-testid=record-count]',
  field: '[data-testid=record-search]',
  text: '777',
  sortButton: '[data-testid="sort-rating"]',
};
const bare: PageParts = { path: '/', row: 'pre', count: '#count', field: '#filter', text: '777', sortButton: '#sort' };

const loads = [
  { name: '5,000 at 6 steps, matrix', records: 5000, steps: 6, query: '', parts: matrix },
  { name: '100,000, table', records: 100_000, steps: 1, query: '?tab=records', parts: table },
] as const;

/** The page of a flow in a browser, beside a page that draws every record as JSON. */
export async function benchPage(settings: Settings): Promise<BenchResult> {
  const browser = await openBrowser();
  try {
    const rows = await onStage(settings, async (stage) => {
      const all: Row[] = [];
      for (const load of loads) all.push(...(await measureLoad(stage, settings, browser, load)));
      return all;
    });
    return {
      bench: 'page',
      title: 'A flow in Chromium at 1280 × 800; bare: a page that draws every record as JSON in a `<pre>`.',
      columns: ['Flow Trail', 'bare'],
      rows,
    };
  } finally {
    await browser.close();
  }
}

async function measureLoad(
  { server, startBare }: Stage,
  settings: Settings,
  browser: Browser,
  { name, records, steps, query, parts }: (typeof loads)[number],
): Promise<Row[]> {
  const push = decidedSteps(records, steps);
  const dataPath = await storeFlow(server.port, Buffer.from(push.json()));
  const [, , , id] = dataPath.split('/');
  const file = path.join(server.dataFolder, `bare-${records}.json.gz`);
  await writeFile(file, gzipSync(JSON.stringify(recordsIn(push.build().steps))));
  const { port } = await startBare('record-page', file);
  const { ours, bare: others } = await inTurns(
    settings.rounds,
    () => visit(browser, `http://127.0.0.1:${server.port}`, { ...parts, path: `/flows/${id}${query}` }),
    () => visit(browser, `http://127.0.0.1:${port}`, bare),
  );
  return [
    ...measures.map(({ measure, unit, of }) => ({
      load: name,
      measure,
      unit,
      ours: ours.map(of),
      bare: others.map(of),
    })),
    ...ownMeasures.map(({ measure, unit, of }) => ({ load: name, measure, unit, ours: ours.map(of) })),
  ];
}

const measures: Measure<Visit>[] = [
  { measure: 'first row, nothing cached', unit: 'ms', of: (turn) => turn.firstRowCold },
  { measure: 'first row, opened again', unit: 'ms', of: (turn) => turn.firstRowWarm },
  { measure: 'first row after the last byte, nothing cached', unit: 'ms', of: (turn) => turn.afterLastByteCold },
  { measure: 'first row after the last byte, opened again', unit: 'ms', of: (turn) => turn.afterLastByteWarm },
  { measure: 'filter, until painted', unit: 'ms', of: (turn) => turn.filter },
  { measure: 'sort, until painted', unit: 'ms', of: (turn) => turn.sort },
  { measure: 'tasks over 50 ms, loading', unit: 'ms in all', of: (turn) => turn.heldUpLoading },
  { measure: 'tasks over 50 ms, filter and sort', unit: 'ms in all', of: (turn) => turn.heldUpAsking },
  { measure: 'peak memory of the renderer', unit: 'MiB', of: (turn) => turn.memory },
];

/** Of our page alone: the other has no worker, and holds what it drew outside of the heap. */
const ownMeasures: Measure<Visit>[] = [
  { measure: 'filter, in the worker', unit: 'ms', of: (turn) => turn.filterInWorker },
  { measure: 'sort, in the worker', unit: 'ms', of: (turn) => turn.sortInWorker },
  { measure: 'heap of page and worker', unit: 'MiB', of: (turn) => turn.heap },
];
