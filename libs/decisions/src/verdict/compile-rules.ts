import { ruleOperators, type Json, type RuleOperator } from '@flow-trail/contracts';
import { type Reader, readerOf } from '../reading/path.js';
import { comparisonOf, type Comparison } from './comparison.js';

/** A declared rule made ready: what it reads, and whether a value passes. */
export interface CompiledRule {
  name: string;
  /** Path to the value. */
  path: string;
  actual: Reader;
  op: RuleOperator;
  threshold: Json;
  passes: Comparison;
  missing: 'drop' | 'keep' | null;
}

/** In declared order; what is no rule is left out and named among the problems. */
export function compileRules(rules: unknown, problems: string[]): CompiledRule[] {
  if (rules === undefined || rules === null) return [];
  if (typeof rules !== 'object' || Array.isArray(rules)) {
    problems.push('"rules" is not an object of rules by name, and is ignored.');
    return [];
  }
  return Object.entries(rules).flatMap(([name, rule]: [string, unknown]) => {
    const compiled = compileRule(name, rule);
    if (typeof compiled !== 'string') return [compiled];
    problems.push(`Rule "${name}" is ignored: ${compiled}.`);
    return [];
  });
}

function compileRule(name: string, rule: unknown): CompiledRule | string {
  const path = readerOf('actual')(rule);
  if (typeof path !== 'string') return '"actual" is not a path';
  const op = ruleOperators.find((operator) => operator === readerOf('op')(rule));
  if (!op) return `"op" is none of ${ruleOperators.join(' ')}`;
  const threshold = (readerOf('threshold')(rule) ?? null) as Json;
  const passes = comparisonOf(op, threshold);
  if (typeof passes === 'string') return passes;
  const missing = readerOf('missing')(rule);
  const isKnown = missing === 'drop' || missing === 'keep';
  return { name, path, actual: readerOf(path), op, threshold, passes, missing: isKnown ? missing : null };
}
