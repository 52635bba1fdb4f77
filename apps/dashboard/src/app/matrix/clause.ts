import { quoted } from '../records/engine/matrix/complete-filter';
import type { MatrixOutcome, StageName } from '../records/engine/matrix/filter';
import { parseFilter } from '../records/engine/matrix/parse-filter';

/** Asks for those that came out of a stage so. */
export const outcomeClause = (stage: string, outcome: MatrixOutcome): string => `${quoted(stage)}.outcome = ${outcome}`;

/** Adds a condition to those that must hold, or takes it away when it stands there. */
export function toggleClause(text: string, clause: string, stages: readonly StageName[]): string {
  const known = text.trim();
  if (known === clause) return '';
  if (known.endsWith(` and ${clause}`)) return withoutBraces(known.slice(0, -` and ${clause}`.length), stages);
  const parsed = parseFilter(known, stages);
  // What is empty or cannot be read is no condition to add to.
  if (parsed.status === 'failed' || !parsed.filter) return clause;
  const clauses = known.split(' and ');
  if (!/[()]| or /.test(known) && clauses.includes(clause))
    return clauses.filter((other) => other !== clause).join(' and ');
  return parsed.filter.type === 'or' ? `(${known}) and ${clause}` : `${known} and ${clause}`;
}

/** Those that this function put there. */
function withoutBraces(text: string, stages: readonly StageName[]): string {
  const inner = /^\((.*)\)$/.exec(text)?.[1];
  return inner !== undefined && parseFilter(inner, stages).status === 'ok' ? inner : text;
}
