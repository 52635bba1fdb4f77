import { readOptions } from '../option-checks.js';
import type { Decided, Described } from './described.js';
import { describe } from './described.js';
import type { ItemOptions } from './item-options.js';
import { areFlat } from './record-table.js';
import type { RecordTable } from './record-table.js';
import { declareRules } from './rule-columns.js';
import { askedRules, column } from './rules.js';
import type { Asked, Combine, Rule } from './rules.js';

/** How items are kept or dropped. */
export interface FilterOptions<T> extends ItemOptions<T> {
  /** By name, in the order in which they are asked. */
  rules: { readonly [name: string]: Rule<T> };
  /** How many rules an item must pass. Default `all`. */
  combine?: Combine;
  /** Ask no more rules of an item after the first that it fails; only with `combine: 'all'`. Default false: every verdict is recorded. */
  stopAtFirst?: boolean;
}

/** Asks every rule of every item, as the pipeline would. */
export function filterItems<T>(items: readonly T[], options: FilterOptions<T>): Decided<T[]> {
  const isFlat = areFlat(items);
  const asked = readOptions('filter', () => askedRules(options, items.length, isFlat));
  const isKept = column<boolean>(items.length);
  let failure: Decided<T[]>['failure'];
  try {
    for (let at = 0; at < items.length; at++) isKept[at] = asked.survives(items[at] as T, at);
  } catch (thrown) {
    failure = { thrown };
  }
  return {
    result: items.filter((_, at) => isKept[at]),
    failure,
    describe: () => describeFilter({ items, isFlat, asked, isKept }, options),
  };
}

interface Filtered<T> {
  items: readonly T[];
  isFlat: boolean;
  asked: Asked<T>;
  /** Undefined from the item on whose rule threw. */
  isKept: readonly (boolean | undefined)[];
}

function describeFilter<T>({ items, isFlat, asked, isKept }: Filtered<T>, options: FilterOptions<T>): Described {
  const failedAt = isKept.indexOf(undefined);
  const outcomes = items.map((_, at) => outcomeOf(isKept[at], at === failedAt));
  const words = (table: RecordTable<T>) => ({
    ...declareRules(table, asked.rules, (read) => (table.hasPath(read) ? read : undefined)),
    combine: asked.combine,
  });
  return describe(items, options, outcomes, words, isFlat);
}

function outcomeOf(isKept: boolean | undefined, isFailure: boolean): string {
  if (isKept === undefined) return isFailure ? 'error' : 'skipped';
  return isKept ? 'kept' : 'dropped';
}
