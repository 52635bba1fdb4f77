import type { DecisionDeclaration, Json, Outcome } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { isObject, list, nameRank } from './names.js';
import type { Column, Table } from './table.js';
import { among, present } from './table.js';

/** An object of rules in each record, each true, false, null or `{ passed }`. */
export interface RuleMap {
  column: Column;
  rules: readonly string[];
  /** Whether the rules are objects with `passed`, which nothing but verdicts look like. */
  isExplicit: boolean;
}

export interface Verdicts {
  declares: Pick<DecisionDeclaration, 'verdicts' | 'combine'>;
  evidence: Evidence[];
}

type Passed = boolean | null;
const mostRules = 64;
const mapNames = list(`
  verdicts, checks, filter results, rule results, results, rules, filters, criteria, conditions,
  tests, gates, filter verdicts, constraints, requirements, passed, evaluations, validations`);

/** Every path whose objects look like rules with their verdicts. */
export function findRuleMaps(table: Table): RuleMap[] {
  return table.columns.flatMap((column) => toRuleMap(column) ?? []);
}

function toRuleMap(column: Column): RuleMap | null {
  const rules = new Set<string>();
  let isExplicit = true;
  for (const value of column.values) {
    if (value === undefined || value === null) continue;
    const verdicts = verdictsIn(value);
    if (!verdicts) return null;
    for (const [rule, verdict] of verdicts) {
      if (!isVerdict(verdict)) return null;
      if (typeof verdict === 'boolean') isExplicit = false;
      rules.add(rule);
    }
    if (rules.size > mostRules) return null;
  }
  return rules.size === 0 || onlyNulls(column) ? null : { column, rules: [...rules], isExplicit };
}

/** By rule, from `{ rule: verdict }` or from a list of verdicts that name their rule; null for what is neither. */
function verdictsIn(value: Json | undefined): [string, Json][] | null {
  if (isObject(value)) return Object.entries(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  const named = value.map((verdict): [Json | undefined, Json] => [
    isObject(verdict) ? (verdict['rule'] ?? verdict['name']) : null,
    verdict,
  ]);
  return named.every((entry): entry is [string, Json] => typeof entry[0] === 'string' && isObject(entry[1]))
    ? named
    : null;
}

const passedIn = (value: Json | undefined): Passed[] =>
  (verdictsIn(value) ?? []).map(([, verdict]) => passedOf(verdict));

function isVerdict(value: Json | undefined): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (!isObject(value) || !Object.hasOwn(value, 'passed')) return false;
  return value['passed'] === null || typeof value['passed'] === 'boolean';
}

const onlyNulls = ({ values }: Column): boolean =>
  !values.some((value) => passedIn(value).some((passed) => passed !== null));

function passedOf(verdict: Json | undefined): Passed {
  const passed = isObject(verdict) ? verdict['passed'] : verdict;
  return typeof passed === 'boolean' ? passed : null;
}

/** The recorded verdicts; plain booleans only when their name says rules or the outcome follows from them. */
export function findVerdicts(
  table: Table,
  maps: readonly RuleMap[],
  fates: readonly (Outcome | null)[] | null,
): Verdicts | null {
  const readings = maps.flatMap((map) => {
    const combined = fates ? findCombine(map, fates) : null;
    const named = nameRank(map.column.words, mapNames);
    if (!map.isExplicit && named < 0 && !(combined?.isExact && combined.both && map.rules.length > 1)) return [];
    const worth = (map.isExplicit ? 100 : 0) + (named >= 0 ? 50 - named : 0) + (combined?.isExact ? 40 : 0);
    return [{ map, combined, worth }];
  });
  const best = readings.toSorted((left, right) => right.worth - left.worth)[0];
  return best ? declare(table, best.map, best.combined) : null;
}

interface Combined {
  combine: NonNullable<DecisionDeclaration['combine']>;
  /** Rows whose outcome follows from the rules, of those that say both. */
  agree: number;
  of: number;
  isExact: boolean;
  /** Whether kept and dropped rows were both seen, without which every combination agrees. */
  both: boolean;
}

/** The first way to combine the rules from which every outcome follows, else the one that fits best. */
function findCombine({ column, rules }: RuleMap, fates: readonly (Outcome | null)[]): Combined | null {
  const rows = column.values.flatMap((value, row) => {
    const fate = fates[row];
    const isDecided = (fate === 'kept' || fate === 'dropped') && verdictsIn(value) !== null;
    return isDecided ? [{ kept: fate === 'kept', verdicts: passedIn(value) }] : [];
  });
  if (rows.length === 0) return null;
  const both = new Set(rows.map(({ kept }) => kept)).size === 2;
  const ways: Combined['combine'][] = ['all', 'any', ...rules.slice(2).map((_, index) => ({ atLeast: index + 2 }))];
  const tried = ways.map((combine) => {
    const agree = rows.filter(({ kept, verdicts }) => survives(combine, verdicts) === kept).length;
    return { combine, agree, of: rows.length, isExact: agree === rows.length, both };
  });
  return tried.find(({ isExact }) => isExact) ?? tried.toSorted((left, right) => right.agree - left.agree)[0] ?? null;
}

function survives(combine: Combined['combine'], verdicts: readonly Passed[]): boolean {
  if (combine === 'all') return !verdicts.includes(false);
  const passed = verdicts.filter((verdict) => verdict === true).length;
  return passed >= (combine === 'any' ? 1 : combine.atLeast);
}

function declare(table: Table, { column, rules, isExplicit }: RuleMap, combined: Combined | null): Verdicts {
  const named = rules.slice(0, 5).join(', ') + (rules.length > 5 ? ', …' : '');
  const form = isExplicit ? '{ passed }' : 'true or false';
  const counted = `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'} (${named})`;
  const because = `${column.path}: ${counted} with ${form} in ${among(table, present(column))}`;
  const agreement = combined?.both ? `; ${describe(combined)}` : '';
  const evidence: Evidence[] = [{ part: 'verdicts', because: `${because}${agreement}` }];
  if (!combined?.isExact || combined.combine === 'all') return { declares: { verdicts: column.path }, evidence };
  evidence.push({ part: 'combine', because: describe(combined) });
  return { declares: { verdicts: column.path, combine: combined.combine }, evidence };
}

function describe({ combine, agree, of, isExact }: Combined): string {
  const way = typeof combine === 'object' ? `at least ${combine.atLeast} rules` : `${combine} of the rules`;
  const follows = `the outcome follows from ${way} in ${agree} of ${of} decided records`;
  return isExact ? follows : `${follows} at best, so something else decided too`;
}
