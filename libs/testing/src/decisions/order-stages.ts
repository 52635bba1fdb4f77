import type { DecisionDeclaration, JsonObject } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import type { Candidate, PlannedRecord, Stage } from './stage.js';
import type { Ending } from './truth.js';

/** Where the numbers of an order are written. */
interface Fields {
  outcome: Field;
  reason: Field;
  score: Field;
  rank: Field;
}

interface Scored {
  candidate: Candidate;
  score: number;
  body: JsonObject;
}

const fieldsFor = (random: SeededRandom): Fields => ({
  outcome: fieldFor(random, 'outcome'),
  reason: fieldFor(random, 'reason'),
  score: fieldFor(random, 'score'),
  rank: fieldFor(random, 'rank'),
});

/** Scores that are sixteenths, so that differences and sums are exact; no two alike; the best first. */
function scored(random: SeededRandom, incoming: readonly Candidate[], order: 'asc' | 'desc'): Scored[] {
  let score = random.int(0, 8) / 16;
  const ascending = random.shuffled(incoming).map((candidate) => {
    score += random.int(1, 12) / 16;
    return { candidate, score, body: {} };
  });
  return order === 'asc' ? ascending : ascending.toReversed();
}

function finished(fields: Fields, { candidate, body }: Scored, ending: Ending | null): PlannedRecord {
  put(body, fields.outcome, ending === null ? 'kept' : 'dropped');
  if (ending?.reason !== undefined) put(body, fields.reason, ending.reason);
  return { candidate, countedAs: ending === null ? 'kept' : 'dropped', ending, rules: {}, body };
}

/** The records stand in any order; ranks and scores say which is theirs. */
const stage = (random: SeededRandom, declares: Partial<DecisionDeclaration>, records: PlannedRecord[]): Stage => ({
  declares,
  combine: 'all',
  records: random.chance(0.5) ? random.shuffled(records) : records,
  absent: [],
});

/** Keeps so many of the best; the rest is cut. */
export function rankStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const fields = fieldsFor(random);
  const order = random.pick(['asc', 'desc'] as const);
  const places = Math.max(2, random.int(2, Math.max(2, incoming.length - 1)));
  const parts = random.chance(0.5) ? fieldFor(random, 'parts') : null;
  const combine = random.pick(['sum', 'product'] as const);
  const records = scored(random, incoming, order).map((each, index) => {
    put(each.body, fields.rank, index + 1);
    put(each.body, fields.score, each.score);
    if (parts) put(each.body, parts, partsOf(random, each.score, combine));
    const isKept = index < places;
    return finished(fields, each, isKept ? null : { verdict: 'cut', number: places, reason: `cut at ${places}` });
  });
  const contributions = parts && {
    contributions: parts.path,
    ...(combine === 'product' && { combineContributions: combine }),
  };
  return stage(random, { ...declare(fields, order), rank: fields.rank.path, ...contributions }, records);
}

function declare(fields: Fields, order: 'asc' | 'desc'): Partial<DecisionDeclaration> {
  return {
    outcome: fields.outcome.path,
    reason: fields.reason.path,
    score: fields.score.path,
    ...(order === 'asc' && { order }),
  };
}

/** Two parts that make the score; powers of two multiply exactly. */
function partsOf(random: SeededRandom, score: number, combine: 'sum' | 'product'): JsonObject {
  if (combine === 'product') return { relevance: score / 4, boost: 4 };
  const relevance = random.int(0, 8) / 16;
  return { relevance, recency: score - relevance };
}

/** One wins by its score alone; the others are outranked by it. */
export function bestStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const fields = fieldsFor(random);
  const order = random.pick(['asc', 'desc'] as const);
  const all = scored(random, incoming, order);
  const [best] = all;
  const records = all.map((each) => {
    put(each.body, fields.score, each.score);
    return finished(fields, each, !best || each === best ? null : outranked(best, each));
  });
  return stage(random, declare(fields, order), records);
}

/** In each group one wins by its score, whatever the scores of the other groups. */
export function groupStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const [fields, group] = [fieldsFor(random), fieldFor(random, 'query')];
  const order = random.pick(['asc', 'desc'] as const);
  const best = new Map<number, Scored>();
  const records = scored(random, incoming, order).map((each) => {
    const number = random.int(1, 3);
    put(each.body, fields.score, each.score);
    put(each.body, group, number);
    const winner = best.get(number);
    if (winner) return finished(fields, each, outranked(winner, each));
    best.set(number, each);
    return finished(fields, each, null);
  });
  return stage(random, { ...declare(fields, order), group: group.path }, records);
}

function outranked(winner: Scored, { score }: Scored): Ending {
  const number = Math.abs(winner.score - score);
  return { verdict: 'outranked', by: winner.candidate.id, number, reason: 'not the best' };
}

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

/** Only survivors are captured: who is not here was dropped here, and no rule of it was recorded. */
export function survivorsStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const survivors = random.some(incoming, Math.max(1, Math.floor(incoming.length * 0.7)));
  const here = new Set(survivors);
  return {
    declares: { absent: 'dropped' },
    combine: 'all',
    records: survivors.map((candidate) => ({ candidate, countedAs: 'kept', ending: null, rules: {}, body: {} })),
    absent: incoming.filter((candidate) => !here.has(candidate)),
  };
}

/** A list of who was found, with no word of outcomes. */
export function listingStage(_random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const records = incoming.map((candidate): PlannedRecord => ({
    candidate,
    countedAs: 'kept',
    ending: null,
    rules: {},
    body: {},
  }));
  return { declares: {}, combine: 'all', records, absent: [] };
}
