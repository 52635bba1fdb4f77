import { readLedger } from '../instruments/ledger.js';
import type { Evidence } from './checker.js';
import { eachOnce, noLoss, sameBytes } from './of-flows.js';
import { bounded, eventsOnce, pushesAddUp } from './of-stores.js';

interface Invariant {
  name: string;
  meaning: string;
  /** Answers what breaks it. */
  judge: (evidence: Evidence) => Promise<string[]>;
}

/** In this order: the first waits until what was accepted had its time, and the others look at what is there then. */
export const invariants: Invariant[] = [
  { name: 'INV-1', meaning: 'what was accepted is readable', judge: noLoss },
  { name: 'INV-2', meaning: 'each key made one flow', judge: eachOnce },
  { name: 'INV-3', meaning: 'data comes back byte for byte', judge: sameBytes },
  { name: 'INV-4', meaning: 'nobody saw half a flow', judge: nothingHalf },
  { name: 'INV-5', meaning: 'every push ended, with a reason where it was dropped', judge: noSilence },
  { name: 'INV-6', meaning: 'pushes add up on both sides', judge: pushesAddUp },
  { name: 'INV-7', meaning: 'no project saw anything of another', judge: noWrongTenant },
  { name: 'INV-8', meaning: 'nothing is left behind', judge: bounded },
  { name: 'INV-9', meaning: 'health told the truth', judge: honestHealth },
  { name: 'INV-10', meaning: 'each revision was told once', judge: eventsOnce },
];

/** Read again: those who watch have gone on watching while the others were judged. */
const sightingsOf = ({ scene }: Evidence): string[] => readLedger(scene.ledgerPath).sightings;

async function nothingHalf(evidence: Evidence): Promise<string[]> {
  return sightingsOf(evidence).filter((sighting) => !/another/.test(sighting));
}

async function noSilence({ account }: Evidence): Promise<string[]> {
  return account.records
    .filter(({ outcome, reason }) => outcome !== 'delivered' && !reason)
    .map(({ name }) => `${name} neither arrived nor was it said why`);
}

async function noWrongTenant(evidence: Evidence): Promise<string[]> {
  const { account, readings } = evidence;
  const breaches = sightingsOf(evidence).filter((sighting) => /another/.test(sighting));
  for (const { project, accepted, name } of account.records.slice(-20)) {
    const [first] = accepted;
    for (const [other, reading] of readings) {
      if (other === project || !first) continue;
      for (const path of [`/api/flows/${first.flowId}`, `/api/pushes/${first.pushId}`]) {
        const response = await reading.get(path);
        const text = await response.text();
        if (response.status !== 404) breaches.push(`${other} got ${response.status} for ${name} of ${project}`);
        if (text.includes(name)) breaches.push(`${other} was told the name ${name} of ${project}`);
      }
    }
  }
  return breaches;
}

async function honestHealth({ scene: { health } }: Evidence): Promise<string[]> {
  if (!health) return [];
  const told = health.during.some((answer) => answer !== '200 ok');
  return [
    ...(told ? [] : [`/readyz said ${[...new Set(health.during)].join(', ')} during the fault`]),
    ...(health.recoveredAfter !== undefined && health.recoveredAfter <= 15
      ? []
      : [`/readyz was not ok ${health.recoveredAfter ?? 'any'} s after the fault`]),
  ];
}
