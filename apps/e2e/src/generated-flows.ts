import type { Json, PushedObservation } from '@flow-trail/contracts';
import { aPush, type PushBuilder } from '@flow-trail/testing';

export const decision: PushedObservation['decision'] = {
  candidate: 'id',
  label: 'title',
  score: 'rating',
  rules: { rating: { actual: 'rating', op: '>=', threshold: 3 } },
};

/** Of every four films the first fails the rule. */
export const film = (id: number): { id: number; title: string; rating: number } => ({
  id,
  title: `Film ${id}`,
  rating: 2 + (id % 4),
});

export interface Size {
  records: number;
  steps: number;
  /** Characters that each record carries along. */
  padding?: number;
}

/** A flow that looks at the same films at every step. */
export function flowOf({ records, steps, padding = 0 }: Size): PushBuilder {
  const films = Array.from({ length: records }, (_, id) => ({
    ...film(id),
    ...(padding && { plot: 'x'.repeat(padding) }),
  }));
  let push = aPush(`${records} at ${steps}`);
  for (let step = 1; step <= steps; step++)
    push = push.withStep(`step-${step}`).withObservation('films', films, { decision });
  return push;
}

const rightToLeft = '\u202egnp.exe\u202c';
/** What other programs may call things, each meant to do harm somewhere. */
export const hostile: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  rightToLeft,
  'nul\u0000end',
  '\ud83d lone surrogate',
  '__proto__',
  'constructor',
  '=cmd|calc!A0',
  'y'.repeat(100_000),
];

/** Each as id, label, reason and key of a record, in a flow and a step of such names. */
export function hostileFlow(): PushBuilder {
  const records = hostile.map((text) => JSON.parse(hostileRecord(text)) as Json);
  const reading = { candidate: 'id', label: 'title', outcome: 'outcome', reason: 'why' } as const;
  return aPush('<img src=x onerror=alert(1)>')
    .with({ reason: 'javascript:alert(1)', tags: ['<b>bold</b>', rightToLeft] })
    .withStep('<script>alert(1)</script>')
    .withObservation('__proto__', records, { decision: reading });
}

// As text: in an object literal __proto__ would be no key.
function hostileRecord(text: string): string {
  const value = JSON.stringify(text);
  return `{"id":${value},"title":${value},"outcome":"dropped","why":${value},"__proto__":{"polluted":true},${value.length > 200 ? '"long"' : value.replace('__proto__', 'prototype')}:1}`;
}
