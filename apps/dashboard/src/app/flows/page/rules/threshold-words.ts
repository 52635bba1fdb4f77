import type { Json } from '@flow-trail/contracts';
import type { RuleSummary } from '@flow-trail/decisions';

const words: Record<string, string> = { '>=': '≥', '<=': '≤', '!=': '≠', notIn: 'not in' };

/** `≥ 7`, `between 1970 and 2011`, `in Comedy, Drama`; null where there was no one threshold for all. */
export function thresholdWords({ op, threshold }: Pick<RuleSummary, 'op' | 'threshold'>): string | null {
  if (threshold === null) return op === null ? null : `${words[op] ?? op} …`;
  if (op === 'between' && Array.isArray(threshold)) return `between ${threshold.map(textOf).join(' and ')}`;
  const value = Array.isArray(threshold) ? threshold.map(textOf).join(', ') : textOf(threshold);
  return op === null ? `threshold ${value}` : `${words[op] ?? op} ${value}`;
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
