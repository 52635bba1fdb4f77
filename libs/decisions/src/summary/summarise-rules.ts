import type { Json, RuleOperator } from '@flow-trail/contracts';
import type { CandidateKey } from '../reading/candidate-id.js';
import { doubleOf, isNumber } from '../reading/exact-number.js';
import { rounded } from '../verdict/margin.js';
import { type DecisionColumns, type RuleColumn, verdictCodes } from './decision-columns.js';
import { firstOf } from './first-of.js';
import { type NumberSummary, summariseNumbers } from './number-summary.js';
import type { Tallies } from './tallies.js';

/** One rule over all records of an observation: passed + failed + notEvaluated + missing = in. */
export interface RuleSummary {
  rule: string;
  /** Present when a function of the program decided: there is no threshold that could be moved. */
  isFunction?: true;
  op: RuleOperator | null;
  /** Null when none was recorded, records were compared with several, or its JSON is longer than 200 characters. */
  threshold: Json;
  passed: number;
  failed: number;
  /** Dropped, and this was the first rule that failed. */
  failedFirst: number;
  /** Dropped, and would have survived but for this rule; */
  failedAlone: number;
  /** of so many dropped ones that failed it: those of which it can be said. The rest left other rules unevaluated. */
  failedAloneOf: number;
  notEvaluated: number;
  /** There was no value to look at, and the rule says nothing of that. */
  missing: number;
  /** By how much it failed, all of it 0 or less. Null when nothing is numeric. */
  failedBy: NumberSummary | null;
  /** The 5 that failed it alone by least. */
  nearMisses: NearMiss[];
}

export interface NearMiss {
  index: number;
  key: CandidateKey | null;
  label: string | null;
  /** Null when several numbers were compared. */
  actual: number | null;
  /** By how much it failed, 0 or less. */
  margin: number;
}

/** Two rules that failed on the same records. */
export interface RuleOverlap {
  rules: [string, string];
  failed: number;
}

const MOST_RULES = 100;
const MOST_OVERLAPS = 20;
const MOST_PAIRED = 32;
const NEAREST = 5;
const THRESHOLD_LENGTH = 200;

/** At most 100 rules, in their order. */
export function summariseRules(columns: DecisionColumns, tallies: Tallies): RuleSummary[] {
  return columns.rules.slice(0, MOST_RULES).map((column, rule) => summariseRule(columns, column, rule, tallies));
}

function summariseRule(columns: DecisionColumns, column: RuleColumn, rule: number, tallies: Tallies): RuleSummary {
  const verdicts = column.verdicts.view(columns.length);
  const counts = {
    passed: 0,
    failed: 0,
    failedFirst: 0,
    failedAlone: 0,
    failedAloneOf: 0,
    notEvaluated: 0,
    missing: 0,
  };
  const failures: number[] = [];
  const alone: number[] = [];
  for (let index = 0; index < verdicts.length; index++) {
    const code = verdicts[index];
    if (code === verdictCodes.passed) counts.passed++;
    else if (code === verdictCodes.failed) failures.push(index);
    else if (code === verdictCodes.missing) counts.missing++;
    else counts.notEvaluated++;
  }
  for (const index of failures) {
    const first = tallies.firstFailed(index);
    if (first === -1) continue;
    if (first === rule) counts.failedFirst++;
    const isAlone = tallies.isAlone(index);
    if (isAlone !== null) counts.failedAloneOf++;
    if (isAlone) alone.push(index);
  }
  return {
    rule: column.rule,
    ...(columns.declaration.functions.has(column.rule) && { isFunction: true as const }),
    op: column.op,
    threshold: column.isThresholdVaried ? null : shortThreshold(column.threshold),
    ...counts,
    failed: failures.length,
    failedAlone: alone.length,
    failedBy: summariseNumbers(failures.map((index) => column.margins.get(index))),
    nearMisses: nearest(column, alone).map((index) => nearMiss(columns, column, index)),
  };
}

function nearest({ margins }: RuleColumn, alone: readonly number[]): number[] {
  const numeric = alone.filter((index) => Number.isFinite(margins.get(index)));
  return firstOf(numeric, NEAREST, (left, right) => margins.get(right) - margins.get(left) || left - right);
}

function nearMiss(columns: DecisionColumns, { actuals, margins }: RuleColumn, index: number): NearMiss {
  const actual = actuals.get(index);
  return {
    index,
    key: columns.keyAt(index),
    label: columns.labels[index] ?? null,
    actual: Number.isNaN(actual) ? null : actual,
    margin: rounded(margins.get(index)),
  };
}

/** The 20 pairs, among the first 32 rules, that failed together most. */
export function summariseOverlaps(columns: DecisionColumns): RuleOverlap[] {
  const paired = columns.rules.slice(0, MOST_PAIRED);
  const overlaps = paired.flatMap((one, at) =>
    paired.slice(at + 1).map((other): RuleOverlap => {
      return { rules: [one.rule, other.rule], failed: failedBoth(one, other, columns.length) };
    }),
  );
  const found = overlaps.filter(({ failed }) => failed > 0);
  return found.sort((left, right) => right.failed - left.failed).slice(0, MOST_OVERLAPS);
}

function failedBoth(one: RuleColumn, other: RuleColumn, length: number): number {
  const [left, right] = [one.verdicts.view(length), other.verdicts.view(length)];
  let both = 0;
  for (let index = 0; index < length; index++) {
    if (left[index] === verdictCodes.failed && right[index] === verdictCodes.failed) both++;
  }
  return both;
}

function shortThreshold(threshold: unknown): Json {
  const text = JSON.stringify(threshold ?? null, (_key, value: unknown) => (isNumber(value) ? doubleOf(value) : value));
  return text.length > THRESHOLD_LENGTH ? null : (JSON.parse(text) as Json);
}
