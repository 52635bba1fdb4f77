import type { PushedObservation, PushedStep } from '@flow-trail/contracts';
import { aPush, type PushBuilder } from '@flow-trail/testing';
import { seeded } from '../../load/flow-body.js';

const genres = ['Drama', 'Comedy', 'Thriller', 'Documentary', 'Western'];
const decision: PushedObservation['decision'] = {
  candidate: 'id',
  label: 'title',
  score: 'rating',
  rank: 'rank',
  reason: 'why',
  rules: {
    rating: { actual: 'rating', op: '>=', threshold: 3 },
    votes: { actual: 'votes', op: '>=', threshold: 20_000 },
  },
};

/** The push of a flow that looks at the same candidates at every step, and says of each what became of it. */
export function decidedSteps(records: number, steps: number): PushBuilder {
  const random = seeded(records);
  let push = aPush(`${records} records at ${steps} steps`);
  for (let step = 1; step <= steps; step++) {
    const data = Array.from({ length: records }, (_, id) => recordOf(id, random));
    push = push.withStep(`step-${step}`).withObservation('films', data, { decision });
  }
  return push;
}

/** The records of all steps, as a page gets them that knows nothing of steps. */
export const recordsIn = (steps: readonly PushedStep[]): unknown[] =>
  steps.flatMap(({ observations }) => observations.flatMap(({ data }) => data as unknown[]));

function recordOf(id: number, random: () => number): { [name: string]: string | number } {
  const votes = Math.floor(random() * 200_000);
  const rating = Math.round(random() * 10_000) / 1000;
  const genre = genres[Math.floor(random() * genres.length)] ?? '';
  const why = rating < 3 ? `rating ${rating} is below 3` : votes < 20_000 ? 'too few votes' : 'good enough';
  return { id, title: `Film number ${votes % 5000} of ${id}`, rating, votes, genre, rank: id + 1, why };
}
