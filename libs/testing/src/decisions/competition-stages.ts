import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import { fieldsFor, finished, stage } from './scoring.js';
import type { Candidate, Stage } from './stage.js';

/** One is drawn by its chance. */
export function drawStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const fields = fieldsFor(random);
  const chance = fieldFor(random, 'chance');
  const weights = incoming.map(() => random.int(1, 9));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = random.int(0, incoming.length - 1);
  const records = incoming.map((candidate, index) => {
    const each = { candidate, score: 0, body: {} };
    const number = (weights[index] ?? 0) / total;
    put(each.body, chance, number);
    return finished(fields, each, index === drawn ? null : { verdict: 'not-drawn', number, reason: 'not drawn' });
  });
  return stage(random, { outcome: fields.outcome.path, reason: fields.reason.path, chance: chance.path }, records);
}

/** Candidates compete for slots; in each the first takes it and the others lose it to the first. */
export function slotStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const fields = fieldsFor(random);
  const [slot, lostTo] = [fieldFor(random, 'slot'), fieldFor(random, 'lost to')];
  const slots = random.int(1, 4);
  const ranked: Candidate[][] = Array.from({ length: slots }, () => []);
  const records = random.shuffled(incoming).map((candidate) => {
    const each = { candidate, score: 0, body: {} };
    const number = random.int(0, slots - 1);
    const before = ranked[number] as Candidate[];
    before.push(candidate);
    put(each.body, slot, `slot ${number}`);
    put(each.body, fields.rank, before.length);
    const [winner] = before;
    if (!winner || winner === candidate) return finished(fields, each, null);
    put(each.body, lostTo, winner.id as string | number);
    return finished(fields, each, { verdict: 'lost-slot', by: winner.id, reason: 'the slot is taken' });
  });
  const declares = {
    outcome: fields.outcome.path,
    reason: fields.reason.path,
    rank: fields.rank.path,
    group: slot.path,
    lostTo: lostTo.path,
  };
  return stage(random, declares, records);
}

/** Duplicates lose to the one that stays. */
export function duplicateStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const fields = fieldsFor(random);
  const duplicateOf = fieldFor(random, 'duplicate of');
  const stay = Math.max(1, Math.ceil(incoming.length * 0.6));
  const records = incoming.map((candidate, index) => {
    const each = { candidate, score: 0, body: {} };
    if (index < stay) return finished(fields, each, null);
    const original = random.pick(incoming.slice(0, stay));
    put(each.body, duplicateOf, original.id as string | number);
    return finished(fields, each, { verdict: 'lost-slot', by: original.id, reason: 'the same thing again' });
  });
  return stage(random, { outcome: fields.outcome.path, reason: fields.reason.path, lostTo: duplicateOf.path }, records);
}
