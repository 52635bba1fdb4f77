import type { DecisionDeclaration, DeclaredRule } from '@flow-trail/contracts';
import { comparable } from './comparison.js';
import type { Read } from './item-options.js';
import { pathOf } from './path.js';
import type { RecordTable } from './record-table.js';
import { isData } from './rules.js';
import type { AskedRule, DataRule } from './rules.js';

type Columns = Map<string, readonly unknown[]>;

/**
 * What is declared of rules, constants once; and beside the records what the declaration cannot say of them: values that only a function
 * reads, verdicts of functions, and that a rule was not asked.
 */
export function declareRules<T, R>(
  table: RecordTable<T>,
  rules: readonly AskedRule<R>[],
  pathFor: (read: Read<R>) => string | undefined,
): Pick<DecisionDeclaration, 'rules' | 'verdicts' | 'functions'> {
  const actuals: Columns = new Map();
  const verdicts: Columns = new Map();
  const paths = new Map<string, string>();
  const functions: string[] = [];
  for (const rule of rules) {
    const { name } = rule;
    if (!isData(rule.rule)) {
      functions.push(name);
      verdicts.set(
        name,
        rule.passed.map((passed, at) => rule.stated[at] ?? passed ?? null),
      );
      continue;
    }
    const { hasBigInt } = rule;
    const known = hasBigInt ? undefined : knownPath(table, rule, pathFor(rule.rule.actual));
    const values = known === undefined ? comparedValues(table, rule) : [];
    const path = known ?? (hasBigInt ? undefined : table.pathOfValues(values, expectedPath(rule.rule, name)));
    if (path === undefined) actuals.set(name, values);
    else paths.set(name, path);
    if (rule.passed.includes(undefined))
      verdicts.set(
        name,
        rule.passed.map((passed) => (passed === undefined ? null : undefined)),
      );
  }
  const actual = actuals.size === 0 ? '' : table.add('actual', united(table.length, actuals));
  for (const name of actuals.keys()) paths.set(name, `${actual}.${pathOf(name)}`);
  return {
    rules:
      paths.size === 0 ? undefined : Object.fromEntries(rules.flatMap((rule) => declared(rule, paths.get(rule.name)))),
    verdicts: verdicts.size === 0 ? undefined : table.add('verdicts', united(table.length, verdicts)),
    functions: functions.length === 0 ? undefined : functions,
  };
}

/** Where the records have the compared values already, as far as it shows without a look at the values. */
function knownPath<T, R>(
  table: RecordTable<T>,
  { name, isOwnMember }: AskedRule<R>,
  path: string | undefined,
): string | undefined {
  return path ?? (isOwnMember && table.hasPath(name) ? pathOf(name) : undefined);
}

function expectedPath<R>({ actual }: DataRule<R>, name: string): string {
  return typeof actual === 'string' ? actual : pathOf(name);
}

/** Where they were not kept, read again. */
function comparedValues<T, R>(table: RecordTable<T>, { actuals, read, passed }: AskedRule<R>): readonly unknown[] {
  if (actuals.length > 0) return actuals;
  const values = table.values(read as (item: unknown) => unknown);
  return values.map((value, at) => (passed[at] === undefined ? undefined : comparable(value)));
}

function declared<T>({ name, rule }: AskedRule<T>, actual: string | undefined): [string, DeclaredRule][] {
  if (!isData(rule) || actual === undefined) return [];
  const { op, threshold, missing } = rule;
  return [[name, { actual, op, threshold: comparable(threshold) as DeclaredRule['threshold'], missing }]];
}

/** One object a record, of the columns that say something of it. */
function united(length: number, columns: Columns): (Record<string, unknown> | undefined)[] {
  return Array.from({ length }, (_, at) => {
    let members: Record<string, unknown> | undefined;
    for (const [name, values] of columns) if (values[at] !== undefined) (members ??= {})[name] = values[at];
    return members;
  });
}
