import type { DecisionDeclaration, DeclaredRule } from '@flow-trail/contracts';
import { comparable } from './comparison.js';
import type { Read } from './item-options.js';
import { pathOf } from './path.js';
import type { RecordTable } from './record-table.js';
import type { AskedRule } from './rules.js';

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
    if (rule.ask) {
      functions.push(name);
      verdicts.set(
        name,
        rule.passed.map((passed, at) => rule.stated[at] ?? passed ?? null),
      );
      continue;
    }
    const known = rule.hasBigInt ? undefined : pathFor(rule.actual);
    const values = known === undefined ? comparedValues(table, rule) : [];
    const path = known ?? placeOfValues(table, rule, values);
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

/** Where the records have the compared values already, if they do. */
function placeOfValues<T, R>(
  table: RecordTable<T>,
  { name, actual, isOwnMember }: AskedRule<R>,
  values: readonly unknown[],
): string | undefined {
  const path = pathOf(name);
  if (isOwnMember && table.hasPath(name)) return path;
  return table.pathOfValues(values, typeof actual === 'string' ? actual : path);
}

/** Where they were not kept, read again. */
function comparedValues<T, R>(table: RecordTable<T>, { actuals, read, passed }: AskedRule<R>): readonly unknown[] {
  if (actuals.length > 0) return actuals;
  const values = table.values(read as (item: unknown) => unknown);
  return values.map((value, at) => (passed[at] === undefined ? undefined : comparable(value)));
}

function declared<T>({ name, op, limit, missing }: AskedRule<T>, actual: string | undefined): [string, DeclaredRule][] {
  if (actual === undefined) return [];
  return [[name, { actual, op, threshold: limit as DeclaredRule['threshold'], missing }]];
}

/** One object a record, of the columns that say something of it. */
function united(length: number, columns: Columns): (Record<string, unknown> | undefined)[] {
  return Array.from({ length }, (_, at) => {
    let members: Record<string, unknown> | undefined;
    for (const [name, values] of columns) if (values[at] !== undefined) (members ??= {})[name] = values[at];
    return members;
  });
}
