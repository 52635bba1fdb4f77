import type { RuleOperator } from '@flow-trail/contracts';
import type { CompiledDeclaration } from '../reading/compile-declaration.js';
import { doubleOf } from '../reading/exact-number.js';
import { countedOutcomes, type CountedOutcome, type RecordReading, unexplainedCauses } from '../reading/read-record.js';
import type { RuleVerdict } from '../verdict/rule-verdict.js';
import { Dictionary } from './dictionary.js';
import { formOf, reasonOf } from './reason-form.js';
import { bytes, doubles, type Growing, indexes, NONE } from './growing.js';

/** Codes in a column of verdicts. */
export const verdictCodes = { absent: 0, passed: 1, failed: 2, notEvaluated: 3, missing: 4 } as const;

/** One rule over all records. */
export interface RuleColumn {
  rule: string;
  op: RuleOperator | null;
  /** The declared one, or the first that was recorded. */
  threshold: unknown;
  /** Other records were compared with other numbers or texts. */
  isThresholdVaried: boolean;
  /** `verdictCodes`. */
  verdicts: Growing<Uint8Array>;
  /** NaN where the value is no number. */
  actuals: Growing<Float64Array>;
  margins: Growing<Float64Array>;
}

/** Distinct rules beyond this many are counted in no table: nobody reads them, and a summary stays bounded. */
const MOST_RULES = 256;
const MOST_PARTS = 64;
const MOST_GROUPS = 100_000;
const MOST_REASONS = 1000;
const KEY_LENGTH = 1000;
/** The form of reasons that come after the first 1,000 forms. */
export const otherReasons = 'other reasons';
const OTHER_REASONS = 0;

/** The readings of all records of one observation as columns: about 100 bytes a record, and no object for any. */
export class DecisionColumns {
  length = 0;
  readonly keys = new Dictionary();
  readonly groupNames = new Dictionary(MOST_GROUPS);
  readonly reasonForms = new Dictionary(MOST_REASONS);
  readonly words = new Dictionary(20);
  readonly labels: (string | null)[] = [];
  readonly rules: RuleColumn[] = [];
  readonly contributions = new Map<string, Growing<Float64Array>>();
  /** Only of records that have any. */
  readonly sources = new Map<number, string[]>();
  /** Indexes into `keys`. */
  readonly candidates = indexes();
  /** Indexes into `countedOutcomes`. */
  readonly outcomes = bytes();
  /** 1 where record and rules disagree. */
  readonly conflicts = bytes();
  /** 0, or 1 + an index into `unexplainedCauses`. */
  readonly causes = bytes();
  readonly reasons = indexes();
  readonly groups = indexes();
  readonly scores = doubles();
  readonly ranks = doubles();
  readonly chances = doubles();
  readonly #ruleIndexes = new Map<string, number>();

  constructor(readonly declaration: CompiledDeclaration) {
    this.reasonForms.add(otherReasons);
    for (const { name, op, threshold } of declaration.rules) this.#addRule(name, op, threshold);
  }

  add(reading: RecordReading): void {
    const index = this.length++;
    this.labels.push(reading.label);
    this.candidates.set(index, this.keys.add(reading.key));
    this.outcomes.set(index, countedOutcomes.indexOf(reading.outcome));
    if (reading.isConflict) this.conflicts.set(index, 1);
    if (reading.unexplained) this.causes.set(index, 1 + unexplainedCauses.indexOf(reading.unexplained));
    this.words.add(reading.unknownWord);
    this.reasons.set(index, this.#reasonForm(reasonOf(reading)));
    this.groups.set(index, this.groupNames.add(reading.group));
    setNumber(this.scores, index, reading.score);
    setNumber(this.ranks, index, reading.rank);
    setNumber(this.chances, index, reading.chance);
    if (reading.sources.length > 0) this.sources.set(index, reading.sources);
    for (const verdict of reading.rules) this.#addVerdict(index, verdict);
    for (const [name, value] of reading.contributions) this.#part(name)?.set(index, value);
  }

  outcomeAt(index: number): CountedOutcome {
    return countedOutcomes[this.outcomes.get(index)] ?? 'unexplained';
  }

  /** Null when the record names no candidate, or with an id of more than 1,000 characters, which is for no person. */
  keyAt(index: number): string | null {
    const key = this.keys.texts[this.candidates.get(index)] ?? null;
    return key !== null && key.length <= KEY_LENGTH ? key : null;
  }

  #reasonForm(reason: string | null): number {
    if (reason === null) return NONE;
    const form = this.reasonForms.add(formOf(reason));
    return form === NONE ? OTHER_REASONS : form;
  }

  #addVerdict(index: number, verdict: RuleVerdict): void {
    const column = this.#ruleColumn(verdict);
    if (!column) return;
    column.verdicts.set(index, codeOf(verdict));
    column.threshold ??= verdict.threshold;
    if (areOtherThresholds(column.threshold, verdict.threshold)) column.isThresholdVaried = true;
    setNumber(column.actuals, index, doubleOf(verdict.actual));
    setNumber(column.margins, index, verdict.margin);
  }

  #ruleColumn({ rule, op, threshold }: RuleVerdict): RuleColumn | undefined {
    const index = this.#ruleIndexes.get(rule);
    if (index !== undefined) return this.rules[index];
    return this.rules.length < MOST_RULES ? this.#addRule(rule, op, threshold) : undefined;
  }

  #addRule(rule: string, op: RuleOperator | null, threshold: unknown): RuleColumn {
    const columns = { verdicts: bytes(), actuals: doubles(), margins: doubles() };
    const column = { rule, op, threshold, isThresholdVaried: false, ...columns };
    this.#ruleIndexes.set(rule, this.rules.length);
    this.rules.push(column);
    return column;
  }

  #part(name: string): Growing<Float64Array> | undefined {
    const known = this.contributions.get(name);
    if (known || this.contributions.size >= MOST_PARTS) return known;
    const column = doubles();
    this.contributions.set(name, column);
    return column;
  }
}

/** Ranges and lists are taken to be the same in all records: comparing them would cost more than all the rest. */
const areOtherThresholds = (one: unknown, other: unknown): boolean =>
  other !== null && one !== other && typeof one !== 'object' && typeof other !== 'object';

function codeOf({ passed, isMissing }: RuleVerdict): number {
  if (passed !== null) return passed ? verdictCodes.passed : verdictCodes.failed;
  return isMissing ? verdictCodes.missing : verdictCodes.notEvaluated;
}

function setNumber(column: Growing<Float64Array>, index: number, value: number | null): void {
  if (value !== null) column.set(index, value);
}
