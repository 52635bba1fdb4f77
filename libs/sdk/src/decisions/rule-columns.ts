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
    const path = rule.isRecordedOtherwise
      ? undefined
      : placeOfActual(table, rule, rule.rule, pathFor(rule.rule.actual));
    if (path === undefined) actuals.set(name, rule.actuals.length > 0 ? rule.actuals : comparedValues(table, rule));
    else paths.set(name, path);
    if (rule.passed.includes(undefined))
      verdicts.set(
        name,
        rule.passed.map((passed) => (passed === undefined ? null : undefined)),
      );
  }
  const actual = actuals.size === 0 ? '' : table.add('actual', united(actuals));
  for (const name of actuals.keys()) paths.set(name, `${actual}.${pathOf(name)}`);
  return {
    rules:
      paths.size === 0 ? undefined : Object.fromEntries(rules.flatMap((rule) => declared(rule, paths.get(rule.name)))),
    verdicts: verdicts.size === 0 ? undefined : table.add('verdicts', united(verdicts)),
    functions: functions.length === 0 ? undefined : functions,
  };
}

/** Where the records have the compared values already, if they do. */
function placeOfActual<T, R>(
  table: RecordTable<T>,
  { name, actuals, isOwnMember }: AskedRule<R>,
  { actual }: DataRule<R>,
  known: string | undefined,
): string | undefined {
  if (known !== undefined) return known;
  if (isOwnMember && table.hasPath(name)) return pathOf(name);
  return table.pathOfValues(actuals, typeof actual === 'string' ? actual : pathOf(name));
}

/** Where they were not kept, as they are at a path. */
function comparedValues<T, R>(table: RecordTable<T>, { rule, passed }: AskedRule<R>): unknown[] {
  const values = table.valuesAt((rule as DataRule<R>).actual as string);
  return values.map((value, at) => (passed[at] === undefined ? undefined : comparable(value)));
}

function declared<T>({ name, rule }: AskedRule<T>, actual: string | undefined): [string, DeclaredRule][] {
  if (!isData(rule) || actual === undefined) return [];
  const { op, threshold, missing } = rule;
  return [[name, { actual, op, threshold: comparable(threshold) as DeclaredRule['threshold'], missing }]];
}

/** One object a record, of the columns that say something of it. */
function united(columns: Columns): (Record<string, unknown> | undefined)[] {
  const [first] = columns.values();
  return Array.from({ length: first?.length ?? 0 }, (_, at) => {
    let members: Record<string, unknown> | undefined;
    for (const [name, values] of columns) if (values[at] !== undefined) (members ??= {})[name] = values[at];
    return members;
  });
}
