import type { RuleOperator } from '@flow-trail/contracts';
import { readerOf } from '../reading/path.js';
import { textOf } from '../reading/text.js';
import type { CompiledRule } from './compile-rules.js';
import { marginByVerdict, marginOf } from './margin.js';

/** What one rule said of one record. */
export interface RuleVerdict {
  rule: string;
  /** True: the record survives this rule. Null: the rule was not evaluated. */
  passed: boolean | null;
  /** A declared rule that found no value to look at, and says nothing about such records. */
  isMissing: boolean;
  actual: unknown;
  threshold: unknown;
  op: RuleOperator | null;
  /** Signed distance to the threshold, negative when failed; see `marginOf`. */
  margin: number | null;
  reason: string | null;
}

/** The verdict of a declared rule. */
export function evaluateRule(
  { name: rule, actual: read, op, threshold, passes, missing }: CompiledRule,
  record: unknown,
): RuleVerdict {
  const actual = read(record) ?? null;
  // Written out and not spread: this runs for every rule of every record, and spreading takes five times as long.
  if (actual !== null) {
    const margin = marginOf(op, actual, threshold);
    return { rule, passed: passes(actual), isMissing: false, actual, threshold, op, margin, reason: null };
  }
  const passed = missing && missing === 'keep';
  return { rule, passed, isMissing: missing === null, actual, threshold, op, margin: null, reason: null };
}

/** A recorded verdict in any of its forms; what the record leaves out is taken from the declared rule, if there is one. */
export function readVerdict(name: string, recorded: unknown, rule: CompiledRule | null, record: unknown): RuleVerdict {
  const passed = passedOf(recorded);
  const actual = readActual(recorded) ?? rule?.actual(record) ?? null;
  const ownThreshold = readThreshold(recorded);
  const threshold = ownThreshold ?? rule?.threshold ?? null;
  const op = rule?.op ?? null;
  const bySign = passed === null ? null : marginByVerdict(passed, actual, threshold);
  const margin = op ? marginOf(op, actual, threshold) : bySign;
  return { rule: name, passed, isMissing: false, actual, threshold, op, margin, reason: readReason(recorded) };
}

function passedOf(recorded: unknown): boolean | null {
  const passed = typeof recorded === 'object' ? readPassed(recorded) : recorded;
  if (typeof passed === 'boolean') return passed;
  return typeof passed === 'string' ? (words.get(passed.toLowerCase()) ?? null) : null;
}

const words = new Map([
  ...['pass', 'passed', 'kept', 'ok', 'true'].map((word) => [word, true] as const),
  ...['fail', 'failed', 'dropped', 'false'].map((word) => [word, false] as const),
]);

const readPassed = readerOf('passed');
const readActual = readerOf('actual');
const readThreshold = readerOf('threshold');
const readers = ['reason', 'detail', 'message'].map(readerOf);

function readReason(recorded: unknown): string | null {
  for (const read of readers) {
    const reason = textOf(read(recorded));
    if (reason) return reason;
  }
  return null;
}
