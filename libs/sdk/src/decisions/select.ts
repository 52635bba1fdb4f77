import { readOptions } from '../option-checks.js';
import type { Decided, Described } from './described.js';
import { describe } from './described.js';
import { before } from './item-options.js';
import type { ItemOptions, Read } from './item-options.js';
import { readerOf } from './path.js';
import type { RecordTable } from './record-table.js';

/** How some of the items are drawn, or which were chosen. */
export interface SelectOptions<T> extends ItemOptions<T> {
  /** Weight with which an item is drawn; recorded as a probability, so that all add up to 1. Default: all alike. */
  chance?: Read<T, number | undefined>;
  /** How many are drawn, each at most once. Default 1. */
  count?: number;
  /** What the pipeline itself chose, one item or several of these very items: then nothing is drawn. */
  chosen?: T | readonly T[];
  /** At least 0, less than 1, for each draw. Default: that of the flow's platform. */
  random?: () => number;
}

/** The items drawn, in the order of the draws; one by itself where no count is given. */
export function selectItems<T>(
  items: readonly T[],
  options: SelectOptions<T>,
  random: () => number,
): Decided<T | T[] | undefined> {
  const draw = readOptions('select', () => drawOf(options));
  const weights = weightsOf(items, draw);
  const places =
    draw.chosen === undefined
      ? drawn(weights, draw.count ?? 1, draw.random ?? random)
      : chosenPlaces(items, draw.chosen);
  const selected = places.map((at) => items[at] as T);
  return {
    result: draw.count === undefined ? selected[0] : selected,
    describe: () => describeSelection(items, before(draw, options), weights, new Set(places)),
  };
}

/** The words that decide, each asked for once. */
function drawOf<T>({ chance, count, chosen, random }: SelectOptions<T>): Draw<T> {
  return { chance, count, chosen, random };
}

type Draw<T> = Pick<SelectOptions<T>, 'chance' | 'count' | 'chosen' | 'random'>;

function chosenPlaces<T>(items: readonly T[], chosen: T | readonly T[]): number[] {
  // A list among lists can itself be the item that was chosen.
  const list = Array.isArray(chosen) && !items.includes(chosen as T) ? (chosen as readonly T[]) : [chosen as T];
  return list.map((item) => items.indexOf(item)).filter((at) => at >= 0);
}

function weightsOf<T>(items: readonly T[], { chance, chosen }: Draw<T>): number[] | undefined {
  if (chance === undefined) return chosen === undefined ? items.map(() => 1) : undefined;
  return items.map(readerOf(chance)).map((weight) => (typeof weight === 'number' && weight > 0 ? weight : 0));
}

function drawn(weights: readonly number[] = [], count: number, random: () => number): number[] {
  const left = [...weights];
  const places: number[] = [];
  for (let total = sum(left); places.length < count && total > 0; total = sum(left)) {
    const at = placeAt(left, random() * total);
    places.push(at);
    left[at] = 0;
  }
  return places;
}

/** Rounding can lead past the last weight: then it is the last that has one. */
function placeAt(weights: readonly number[], point: number): number {
  let passed = 0;
  let place = -1;
  weights.forEach((weight, at) => {
    if (weight <= 0 || passed > point) return;
    passed += weight;
    place = at;
  });
  return place;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function describeSelection<T>(
  items: readonly T[],
  options: SelectOptions<T>,
  weights: readonly number[] | undefined,
  kept: ReadonlySet<number>,
): Described {
  const verb = options.chosen === undefined ? 'drawn' : 'chosen';
  const wordOf = (yes: string, no: string) => items.map((_, at) => (kept.has(at) ? yes : no));
  return describe(items, options, wordOf('kept', 'dropped'), (table) => {
    const { reason } = options;
    return {
      chance: chancePath(table, options, weights),
      reason: reason === undefined ? table.add('reason', wordOf(verb, `not ${verb}`)) : table.declare(reason, 'reason'),
    };
  });
}

function chancePath<T>(
  table: RecordTable<T>,
  { chance }: SelectOptions<T>,
  weights: readonly number[] = [],
): string | undefined {
  const total = sum(weights);
  const shares = weights.map((weight) => weight / total);
  return total > 0 ? table.place(shares, chance, 'chance') : undefined;
}
