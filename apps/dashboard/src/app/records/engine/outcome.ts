import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';

import type { JsonValue } from './exact-json';

const known: readonly Outcome[] = ['kept', 'dropped', 'error', 'skipped'];

/** The outcome that a recorded value stands for; null when neither the declaration nor the value says. */
export function outcomeOf(value: JsonValue | undefined, declaration: DecisionDeclaration | null): Outcome | null {
  const word = String(value);
  const outcomes = declaration?.outcomes;
  if (outcomes && Object.hasOwn(outcomes, word)) return outcomes[word] ?? null;
  if (typeof value === 'boolean') return value ? 'kept' : 'dropped';
  return known.find((outcome) => outcome === value) ?? null;
}
