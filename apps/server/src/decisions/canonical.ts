import type { DecisionDeclaration, Json } from '@flow-trail/contracts';

/**
 * One text for each meaning of a declaration: in whatever order its keys came, but for its rules, which are evaluated in the order in which
 * they were declared.
 */
export function canonicalDecision(decision: DecisionDeclaration | null): string {
  if (decision === null) return 'null';
  const { rules, ...rest } = decision as unknown as { [key: string]: Json };
  const ordered = isObject(rules)
    ? Object.entries(rules).map(([name, rule]) => [name, sorted(rule)])
    : sorted(rules ?? null);
  return JSON.stringify({ ...(sorted(rest) as object), rules: ordered });
}

/** The same value with its keys in one order. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
