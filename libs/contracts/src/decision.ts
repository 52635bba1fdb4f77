import type { Json } from './json.js';

export const outcomes = ['kept', 'dropped', 'error', 'skipped'] as const;
export type Outcome = (typeof outcomes)[number];

export const ruleOperators = ['=', '!=', '<', '<=', '>', '>=', 'between', 'in', 'notIn'] as const;
export type RuleOperator = (typeof ruleOperators)[number];

/** A rule that a candidate survives when `actual op threshold` holds. */
export interface DeclaredRule {
  /** Path to the value in the record. */
  actual: string;
  op: RuleOperator;
  threshold: Json;
  /** What happens to a record without the value. Default: the rule is not evaluated. */
  missing?: 'drop' | 'keep';
}

/**
 * How the records of an observation are read as decisions about candidates. Paths are dotted inside a record, `\.` escapes a dot.
 * Plain data: it travels beside `data`, which keeps its own shape.
 */
export interface DecisionDeclaration {
  /** Path to the candidate's id, or several paths for a pair. */
  candidate: string | string[];
  /** What the ids name; ids meet only within a kind. */
  kind?: string;
  /** Path to what to show for a candidate. */
  label?: string;
  /** Path to the array, when `data` is an object that wraps it. */
  records?: string;
  /** Path to how many there were, when not all were recorded. */
  total?: string;
  /** Path to the outcome: kept, dropped, error, skipped, or a boolean (true = kept). */
  outcome?: string;
  /** The pipeline's own words → outcomes. */
  outcomes?: { [word: string]: Outcome };
  /** Path to the reason of one record. */
  reason?: string;
  /** Rules by name; constants stand here once and not in every record. */
  rules?: { [name: string]: DeclaredRule };
  /** Names of rules that were functions of the program: their verdicts are recorded at `verdicts`, and no threshold of them can be moved. */
  functions?: string[];
  /** Path to recorded verdicts `{ rule: true | false | null | { passed, actual, threshold, reason } }`; they win over `rules`. */
  verdicts?: string;
  /** How rules combine. Default `all`. */
  combine?: 'all' | 'any' | { atLeast: number };
  /** Path to the score. */
  score?: string;
  /** Which score is better. Default `desc`: the greatest. */
  order?: 'asc' | 'desc';
  /** Path to the rank, 1 is the best. */
  rank?: string;
  /** Path to the probability, 0 to 1, with which it was drawn. */
  chance?: string;
  /** Path to an object of named parts of the score. */
  contributions?: string;
  combineContributions?: 'sum' | 'product';
  /** Path to the group within which ranks count. */
  group?: string;
  /** Path to the id of the candidate that beat this one. */
  lostTo?: string;
  /** Path to the ids it was made from. */
  sources?: string;
  /** Set when only survivors were captured: who came in and is not here was dropped here. */
  absent?: 'dropped';
  /** `step/observation` whose kept candidates came in. Default: the last decision before it. */
  from?: string;
}
