import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { benchAccept } from './benches/accept.js';
import type { BenchName } from './benches/names.js';
import { benchCost } from './benches/cost.js';
import { benchGrowth } from './benches/growth.js';
import { benchOpenLoop } from './benches/open-loop.js';
import { benchPage } from './benches/page.js';
import { benchPersist } from './benches/persist.js';
import { benchReads } from './benches/reads.js';
import { benchSdk } from './benches/sdk.js';
import { benchSizes } from './benches/sizes.js';
import { commitOf, machine } from './machine/machine.js';
import type { BenchResult } from './report/result.js';
import { tableOf } from './report/table.js';
import { help, readSettings, type Settings } from './settings.js';

const benches: Record<BenchName, (settings: Settings) => Promise<BenchResult>> = {
  accept: benchAccept,
  persist: benchPersist,
  sizes: benchSizes,
  'open-loop': benchOpenLoop,
  reads: benchReads,
  cost: benchCost,
  growth: benchGrowth,
  page: benchPage,
  sdk: benchSdk,
};

const print = (text: string): unknown => process.stdout.write(`${text}\n`);

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

async function run(settings: Settings): Promise<void> {
  const { environment: _, ...said } = settings;
  const commit = commitOf(settings.checkout);
  const about = { at: new Date().toISOString(), commit, machine: machine(), settings: said };
  const { cores, processor, memoryGiB, node } = about.machine;
  const mode = settings.isExternal ? 'external' : 'embedded';
  print(`${cores} cores of ${processor}, ${memoryGiB} GiB, Node ${node}; commit ${commit}, ${mode}\n`);
  await mkdir(path.dirname(settings.output), { recursive: true });
  const results: BenchResult[] = [];
  for (const name of settings.only) {
    process.stderr.write(`Measuring ${name} …\n`);
    const result = await benches[name](settings);
    results.push(result);
    print(`${tableOf(result)}\n`);
    // After each, so that a run that is ended early leaves what it has.
    await writeFile(settings.output, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
  }
  print(`All rounds: ${settings.output}`);
}

// What was started is ended with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

const wish = readSettings(process.argv.slice(2));
if (wish.kind === 'run') await run(wish.settings);
else if (wish.kind === 'help') print(help);
else fail(wish.message);
