import type { Json, JsonObject } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import type { KnownRule } from './rules.js';
import { knownRules } from './rules.js';
import type { Candidate, PlannedRecord, Stage } from './stage.js';
import type { Ending, RuleTruth } from './truth.js';

/** How the verdicts of this filter are written down. */
interface Writing {
  rules: KnownRule[];
  combine: Stage['combine'];
  /** Where verdicts are recorded; null when they follow from the declared rules alone. */
  verdicts: Field | null;
  /** Where outcomes are recorded; null when they follow from the verdicts. */
  outcome: Field | null;
  form: 'boolean' | 'object' | 'detail';
  /** Declared rules say the opposite of what was recorded, which wins. */
  isContradicted: boolean;
  /** Rules after the first failure were not evaluated. */
  stopsAtFirst: boolean;
}

/** A filter by rules: fates are chosen first, then verdicts that lead to them, then values that lead to these. */
export function filterStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const writing = chooseWriting(random);
  const { rules, combine, verdicts, outcome } = writing;
  const isDeclared = verdicts === null || writing.isContradicted || random.chance(0.5);
  return {
    declares: {
      ...(isDeclared && { rules: Object.fromEntries(rules.map(({ name, declared }) => [name, declared])) }),
      ...(verdicts && { verdicts: verdicts.path }),
      ...(outcome && { outcome: outcome.path }),
      ...((combine !== 'all' || random.chance(0.3)) && { combine }),
    },
    combine,
    records: incoming.map((candidate) => planRecord(random, writing, candidate, isDeclared)),
    absent: [],
  };
}

function chooseWriting(random: SeededRandom): Writing {
  const rules = knownRules(random);
  const verdicts = random.chance(0.5) ? fieldFor(random, 'checks') : null;
  const ways: Stage['combine'][] = ['all', 'all', 'any', { atLeast: random.int(1, rules.length) }];
  const combine = random.pick(ways);
  for (const rule of rules) {
    if (verdicts === null && random.chance(0.4)) rule.declared.missing = random.pick(['drop', 'keep'] as const);
  }
  return {
    rules,
    combine,
    verdicts,
    outcome: random.chance(0.5) ? fieldFor(random, 'outcome') : null,
    form: random.pick(['boolean', 'object', 'detail'] as const),
    isContradicted: verdicts !== null && random.chance(0.3),
    stopsAtFirst: verdicts !== null && combine === 'all' && random.chance(0.3),
  };
}

function planRecord(random: SeededRandom, writing: Writing, candidate: Candidate, isDeclared: boolean): PlannedRecord {
  const survives = random.chance(0.6);
  const truths =
    canBeUnseen(writing) && random.chance(0.05) ? notEvaluated(writing) : verdictsFor(random, writing, survives);
  const isEvaluated = truths.some((truth) => truth === 'passed' || truth === 'failed');
  const isKept = isEvaluated && (survives || isOverruled(random, writing));
  const body: JsonObject = {};
  const values = writing.rules.map((rule, index) => valueFor(random, writing, rule, truths[index] as RuleTruth));
  for (const [index, rule] of writing.rules.entries()) {
    const value = values[index];
    if (value !== undefined && (isDeclared || random.chance(0.5))) put(body, rule.field, value);
  }
  if (writing.verdicts) put(body, writing.verdicts, recorded(writing, truths, values));
  if (writing.outcome && isEvaluated) put(body, writing.outcome, isKept ? 'kept' : 'dropped');
  const whyNot = (): Ending =>
    isEvaluated ? firstFailure(writing, truths, values, isDeclared) : { verdict: 'not-evaluated' };
  return {
    candidate,
    countedAs: isKept ? 'kept' : isEvaluated ? 'dropped' : 'unexplained',
    ending: isKept ? null : whyNot(),
    rules: Object.fromEntries(writing.rules.map(({ name }, index) => [name, truths[index] as RuleTruth])),
    body,
  };
}

/** Where the outcome is recorded too, it wins: somebody kept it although rules failed. */
function isOverruled(random: SeededRandom, { outcome }: Writing): boolean {
  return outcome !== null && random.chance(0.1);
}

/** Whether a record can be such that no rule looks at it. */
function canBeUnseen({ rules, verdicts }: Writing): boolean {
  return verdicts !== null || rules.every(({ declared }) => declared.missing === undefined);
}

const notEvaluated = ({ rules, verdicts }: Writing): RuleTruth[] =>
  rules.map(() => (verdicts ? 'not evaluated' : 'missing'));

/** Verdicts from which the fate follows. */
function verdictsFor(random: SeededRandom, writing: Writing, survives: boolean): RuleTruth[] {
  const { rules } = writing;
  const least = leastOf(writing);
  const passed = survives ? random.int(least, rules.length) : random.int(0, least - 1);
  const passing = new Set(random.some(rules, passed));
  const truths = rules.map((rule): RuleTruth => (passing.has(rule) ? 'passed' : 'failed'));
  if (writing.stopsAtFirst && truths.includes('failed')) {
    const first = truths.indexOf('failed');
    return truths.map((truth, index) => (index > first ? 'not evaluated' : truth));
  }
  return random.chance(0.2) ? withoutOne(random, writing, truths) : truths;
}

/** The same with one rule that was not evaluated, when the fate still follows from the others. */
function withoutOne(random: SeededRandom, writing: Writing, truths: RuleTruth[]): RuleTruth[] {
  const index = random.int(0, truths.length - 1);
  if (!writing.verdicts && writing.rules[index]?.declared.missing) return truths;
  const rest = truths.filter((_, each) => each !== index);
  const passed = (verdicts: RuleTruth[]): number => verdicts.filter((truth) => truth === 'passed').length;
  if (rest.length === 0 || (truths.includes('failed') && !rest.includes('failed'))) return truths;
  if (writing.combine !== 'all' && passed(truths) >= leastOf(writing) && passed(rest) < leastOf(writing)) return truths;
  return truths.map((truth, each) => (each === index ? (writing.verdicts ? 'not evaluated' : 'missing') : truth));
}

/** How many rules must pass. */
function leastOf({ rules, combine }: Writing): number {
  return combine === 'all' ? rules.length : combine === 'any' ? 1 : combine.atLeast;
}

/** A value that the declared rule judges as it is true, or wrongly where the record contradicts it; undefined for none. */
function valueFor(random: SeededRandom, writing: Writing, rule: KnownRule, truth: RuleTruth): Json | undefined {
  if (writing.verdicts === null && rule.declared.missing && random.chance(0.3)) {
    const passes = rule.declared.missing === 'keep';
    if (passes === (truth === 'passed') && truth !== 'missing') return random.chance(0.5) ? null : undefined;
  }
  if (truth === 'missing') return random.chance(0.5) ? null : undefined;
  if (truth === 'not evaluated') return rule.value(random.chance(0.5));
  return rule.value(writing.isContradicted !== (truth === 'passed'));
}

function recorded({ rules, form }: Writing, truths: RuleTruth[], values: (Json | undefined)[]): JsonObject {
  const verdict = (rule: KnownRule, index: number): Json => {
    const passed = truths[index] === 'not evaluated' ? null : truths[index] === 'passed';
    const actual = values[index] ?? null;
    if (form === 'boolean') return passed;
    if (passed === null) return null;
    if (form === 'object') return { passed, actual, threshold: rule.declared.threshold };
    return { passed, detail: `${rule.name} is ${JSON.stringify(actual)}` };
  };
  return Object.fromEntries(rules.map((rule, index) => [rule.name, verdict(rule, index)]));
}

function firstFailure(
  writing: Writing,
  truths: RuleTruth[],
  values: (Json | undefined)[],
  isDeclared: boolean,
): Ending {
  const first = truths.indexOf('failed');
  const rule = writing.rules[first] as KnownRule;
  const isCompared = isDeclared || writing.form === 'object';
  return {
    verdict: 'dropped-by-rule',
    rule: rule.name,
    ...(isCompared && { actual: values[first] ?? null, threshold: rule.declared.threshold }),
  };
}
