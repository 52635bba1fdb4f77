import path from 'node:path';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../world/program.js';
import { sdkProgram } from '../world/programs.js';
import { projects } from '../world/world-options.js';
import { embedded, external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

function client(trial: Trial, act: 'capture' | 'send', bytes: number): Program {
  const { folder } = trial.world;
  return sdkProgram(path.join(folder, `${trial.prefix.replaceAll('/', '-')}.log`), [
    trial.world.url(),
    projects[0].key,
    `${trial.prefix}/killed`,
    act,
    String(bytes),
  ]);
}

async function nothingArrived(trial: Trial): Promise<void> {
  await sleep(1_000);
  trial.liftedAt = Date.now();
  const flows = await trial.reading().list(`${trial.prefix}/killed`);
  trial.expect('nothing of it is on the server', flows.length === 0);
}

async function killBeforeFinish(trial: Trial): Promise<void> {
  const program = client(trial, 'capture', trial.choose('bytes', 1_000, 2_000_000));
  await program.start();
  await sleep(trial.choose('afterMs', 0, 500));
  await program.kill();
  await nothingArrived(trial);
}

/** Half of the body is on its way when the program dies. */
async function killWhileSending(trial: Trial): Promise<void> {
  const [edge] = trial.world.clientEdges;
  await edge?.inject({ kind: 'bandwidth', bytesPerSecond: 500_000, direction: 'toServer' });
  const program = client(trial, 'send', 4_000_000);
  await program.start();
  await sleep(trial.choose('afterMs', 1_500, 4_000));
  trial.expect('it was not through yet', !readFileSync(program.spec.log, 'utf8').includes('sent'));
  // What the system still holds of its body dies with it.
  await edge?.inject({ kind: 'blackhole' });
  await program.kill();
  edge?.cut();
  await edge?.lift();
  await nothingArrived(trial);
}

export const sdkRows: Row[] = [
  {
    id: 'FM-S1',
    fault: 'the client is killed before finish()',
    expected: 'the flow is lost, and nothing of it is on the server',
    worlds: [embedded, external],
    recoverySeconds: 20,
    run: killBeforeFinish,
  },
  {
    id: 'FM-S2',
    fault: 'the client is killed while it sends',
    expected: 'nothing of it is on the server',
    worlds: [embedded, external],
    recoverySeconds: 20,
    run: killWhileSending,
  },
];
