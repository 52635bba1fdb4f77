import type { DecisionDeclaration, JsonObject } from '@flow-trail/contracts';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import { type Fields, fieldsFor, finished, type Scored, scored, stage } from './scoring.js';
import type { Candidate, Stage } from './stage.js';
import type { Ending } from './truth.js';

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
