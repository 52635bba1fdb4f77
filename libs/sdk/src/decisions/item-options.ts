import type { ObservationRole, Queryable } from '@flow-trail/contracts';

/** Where a value of an item is: a dotted path (`\.` escapes a dot), or a function. A function's values are recorded beside the item. */
export type Read<T, V = unknown> = (keyof T & string) | (string & Record<never, never>) | ((item: T) => V);

/** What can name a candidate; numbers and texts are different ids, and a BigInt is recorded as text. */
export type CandidateId = string | number | bigint | boolean;

/** How items are recorded as candidates; the same words as in a `decision`. All but `candidate` are optional. */
export interface ItemOptions<T> {
  /** The id, or a list of ids for a pair. */
  candidate: Read<T, CandidateId> | readonly Read<T, CandidateId>[];
  /** What the ids name; ids meet only within a kind. Default: one kind for all. */
  kind?: string;
  /** What to show for a candidate. Default: its id. */
  label?: Read<T, string | undefined>;
  /** Why, of one item, for a person. Default: what the rules say. */
  reason?: Read<T, string | undefined>;
  /** Default none. */
  score?: Read<T, number | undefined>;
  /** Which score is better. Default `desc`: the greatest. */
  order?: 'asc' | 'desc';
  /** 1 is the best. Default none. */
  rank?: Read<T, number | undefined>;
  /** Probability with which it was drawn. Default none. */
  chance?: Read<T, number | undefined>;
  /** Named parts of the score: one value with all of them, or each by itself. Default none. */
  contributions?: Read<T, Record<string, number> | undefined> | { readonly [part: string]: Read<T, number> };
  /** Default `sum`. */
  combineContributions?: 'sum' | 'product';
  /** Ranks count within a group. Default: one group. */
  group?: Read<T>;
  /** Id of the candidate that beat it. Default none. */
  lostTo?: Read<T, CandidateId | undefined>;
  /** Ids that it was made from. Default none. */
  sources?: Read<T, readonly CandidateId[] | CandidateId | undefined>;
  /** `step/observation` whose kept candidates came in. Default: the last decision before this one. */
  from?: string;
  /** How many there were, when the items are not all of them. Default: as many as the items. */
  total?: number;
  /** What is recorded of an item. Default: the item itself. */
  record?: (item: T) => unknown;
  /** Dotted paths inside a record to search and sort by, each with its type. Default none. */
  queryable?: Queryable;
  /** Default `output`. */
  role?: ObservationRole;
}

/** As a list without holes; whoever calls without types can give anything. */
export function listOf<T>(items: Iterable<T>): readonly T[] {
  return Symbol.iterator in Object(items) ? [...items] : [];
}

/** The same for options. */
export function given<Options extends object>(options: Options | null | undefined): Options {
  return options ?? ({} as Options);
}

/** Words that were read go before all others, which are asked for only when they are read. */
export function before<Words extends object, Options extends object>(words: Words, options: Options): Words & Options {
  return Object.setPrototypeOf(words, options) as Words & Options;
}
