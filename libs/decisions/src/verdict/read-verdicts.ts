import type { CompiledDeclaration } from '../reading/compile-declaration.js';
import { readerOf } from '../reading/path.js';
import { clipped } from '../reading/text.js';
import { evaluateRule, readVerdict, type RuleVerdict } from './rule-verdict.js';

/**
 * Every rule of a record: the declared ones in their order, then those that only the record names. A recorded verdict
 * wins over the declared rule, also when it says that the rule was not evaluated.
 */
export function readVerdicts({ rules, verdicts }: CompiledDeclaration, record: unknown): RuleVerdict[] {
  const recorded = verdicts ? recordedVerdicts(verdicts(record)) : none;
  if (recorded.size === 0) return rules.map((rule) => evaluateRule(rule, record));
  const declared = rules.map((rule) => {
    const value = recorded.get(rule.name);
    return value === undefined ? evaluateRule(rule, record) : readVerdict(rule.name, value, rule, record);
  });
  for (const { name } of rules) recorded.delete(name);
  return [...declared, ...[...recorded].map(([name, value]) => readVerdict(name, value, null, record))];
}

const none = new Map<string, unknown>();

/** By name: `{ rule: verdict }`, or a list of verdicts that name their rule. At most 256 of a record are read, and 200 characters of a name. */
function recordedVerdicts(recorded: unknown): Map<string, unknown> {
  if (typeof recorded !== 'object' || recorded === null) return none;
  const named = Array.isArray(recorded)
    ? recorded.slice(0, MOST).map((verdict): [unknown, unknown] => [nameOf(verdict), verdict])
    : Object.entries(recorded).slice(0, MOST);
  const byName = new Map<string, unknown>();
  for (const [name, verdict] of named) if (typeof name === 'string') byName.set(clipped(name, NAME_LENGTH), verdict);
  return byName;
}

const MOST = 256;
const NAME_LENGTH = 200;

const nameOf = (verdict: unknown): unknown => readRule(verdict) ?? readName(verdict);
const readRule = readerOf('rule');
const readName = readerOf('name');
