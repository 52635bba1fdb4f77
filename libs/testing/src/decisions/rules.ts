import type { DeclaredRule, Json } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor } from './fields.js';
import type { SeededRandom } from './random.js';

/** A rule with values that pass it and values that fail it. */
export interface KnownRule {
  name: string;
  field: Field;
  declared: DeclaredRule;
  value: (passes: boolean) => Json;
}

type Comparison = Pick<DeclaredRule, 'op' | 'threshold'> & { value: (passes: boolean) => Json };

const names = ['price', 'rating', 'votes', 'year', 'genre', 'stock', 'a.b', 'distance'];

/** One to four rules in a fixed order, no two of the same name. */
export function knownRules(random: SeededRandom): KnownRule[] {
  return random.some(names, random.int(1, 4)).map((name) => {
    const field = fieldFor(random, `${name.replace('.', '')} value`);
    const { value, ...comparison } = comparisonFor(random);
    return { name, field, declared: { actual: field.path, ...comparison }, value };
  });
}

function comparisonFor(random: SeededRandom): Comparison {
  const limit = random.int(10, 90);
  const away = (): number => random.pick([1, 0.5, random.int(1, 9)]);
  const near = (): number => random.pick([0, away()]);
  const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;
  return random.pick<() => Comparison>([
    () => ({ op: '<', threshold: limit, value: (passes) => (passes ? limit - away() : limit + near()) }),
    () => ({ op: '<=', threshold: limit, value: (passes) => (passes ? limit - near() : limit + away()) }),
    () => ({ op: '>', threshold: limit, value: (passes) => (passes ? limit + away() : limit - near()) }),
    () => ({ op: '>=', threshold: limit, value: (passes) => (passes ? limit + near() : limit - away()) }),
    () => ({ op: '>=', threshold: day(12), value: (passes) => day(passes ? random.int(12, 20) : random.int(1, 11)) }),
    () => ({
      op: 'between',
      threshold: [limit, limit + 10],
      value: (passes) => (passes ? limit + random.int(0, 10) : random.pick([limit - away(), limit + 10 + away()])),
    }),
    // A number and a text that look alike are not equal.
    () => ({
      op: '=',
      threshold: limit,
      value: (passes) => (passes ? limit : random.pick([limit + 1, String(limit)])),
    }),
    () => ({ op: '!=', threshold: 'sold', value: (passes) => (passes ? 'open' : 'sold') }),
    () => ({
      op: 'in',
      threshold: ['red', 'blue', 7],
      value: (passes) => (passes ? random.pick(['red', 7]) : random.pick(['green', '7'])),
    }),
    () => ({
      op: 'notIn',
      threshold: ['red', 'blue'],
      value: (passes) => (passes ? 'green' : random.pick(['red', 'blue'])),
    }),
  ])();
}
