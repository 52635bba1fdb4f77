import { broken, check, type Finding, type Judgement } from '../checker/checker.js';
import { Reading } from '../traffic/reading.js';
import { Onlooker } from '../traffic/onlooker.js';
import type { World } from '../world/world.js';
import { projects } from '../world/world-options.js';
import type { Row } from './row.js';
import { Trial } from './trial.js';

export interface Outcome {
  plan: Trial['plan'];
  /** Every invariant, and the row's own expectations. */
  findings: Finding[];
  isGood: boolean;
  seconds: number;
  /** From the end of the fault until everything accepted was found readable. */
  recoverySeconds: number;
}

/** Runs a row in a world, with readers all the while, and judges what is left of it. */
export async function runTrial(row: Row, world: World, seed: number): Promise<Outcome> {
  const begun = Date.now();
  const trial = new Trial(world, `${row.id}/${world.options.mode}/${seed}`, seed);
  // Past the edge of the clients: a question that is changed on the way is another question.
  const onlookers = projects.map(
    (project) => new Onlooker(`${trial.prefix}/`, new Reading(world.directUrl(), project), trial.ledger),
  );
  for (const onlooker of onlookers) onlooker.start();
  try {
    await row.run(trial);
    await Promise.all(world.servers.map((server) => server.ready()));
  } catch (error) {
    trial.disappointments.push(`the row could not be run: ${String(error)}`);
  }
  const { findings, readableAt } = await judge(row, trial);
  await Promise.all(onlookers.map((onlooker) => onlooker.stop()));
  trial.ledger.close();
  const isGood = broken(findings).length === 0;
  return {
    plan: trial.plan,
    findings,
    isGood,
    seconds: (Date.now() - begun) / 1000,
    recoverySeconds: Math.max(0, readableAt - trial.liftedAt) / 1000,
  };
}

async function judge(row: Row, trial: Trial): Promise<Judgement> {
  const { world, ledger, quarantined, disappointments, prefix } = trial;
  const own = { invariant: row.id, meaning: row.expected, breaches: disappointments };
  try {
    const { findings, readableAt } = await check({
      ledgerPath: ledger.path,
      // With the slash: seed 1 is not the beginning of seed 11.
      prefix: `${prefix}/`,
      projects,
      url: world.url(),
      databaseUrl: world.databaseUrl,
      objectKeys: () => world.objectKeys(),
      residentMegabytes: () => world.residentMegabytes(),
      // Some are accepted only after the fault: their time begins when the last client is done.
      readableBy: Date.now() + row.recoverySeconds * 1000,
      quarantined,
      ...(row.showsInHealth && trial.health && { health: trial.health }),
    });
    return { findings: [own, ...findings], readableAt };
  } catch (error) {
    const blind = { invariant: 'checker', meaning: 'the checker could look', breaches: [String(error)] };
    return { findings: [own, blind], readableAt: Date.now() };
  }
}
