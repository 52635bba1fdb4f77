import type { DecisionDeclaration } from '@flow-trail/contracts';
import { readerOf } from '../decisions/path.js';
import { askedRules } from '../decisions/rules.js';

/** How many of the dropped records that came closest stay. */
const nearMisses = 10;

/** What stays first: the lower the number, the longer a record is kept. */
export const ranks = { watched: 0, kept: 1, error: 2, nearMiss: 3, oneOfItsReason: 4, other: 5 } as const;

interface Sight {
  at: number;
  outcome: string;
  /** Number of rules that it failed. */
  failed: number;
  /** How far it stands behind: its rank, or its score turned so that less is better. */
  distance: number;
  reason: string;
}

/** For each record how much it matters: winners, near misses, errors, watched ids and one of each reason come before all others. */
export function rankRecords(
  records: readonly unknown[],
  decision: DecisionDeclaration,
  watch: ReadonlySet<string>,
): number[] {
  const watched = watcher(decision, watch);
  const sights = look(records, decision);
  const reasons = new Set<string>();
  const dropped = sights.filter(({ outcome }) => outcome !== 'kept' && outcome !== 'error');
  const near = new Set(dropped.sort(byCloseness).slice(0, nearMisses));
  return sights.map((sight) => {
    if (watched(records[sight.at])) return ranks.watched;
    if (sight.outcome === 'kept') return ranks.kept;
    if (sight.outcome === 'error') return ranks.error;
    const isFirst = !reasons.has(sight.reason);
    reasons.add(sight.reason);
    return near.has(sight) ? ranks.nearMiss : isFirst ? ranks.oneOfItsReason : ranks.other;
  });
}

function byCloseness(a: Sight, b: Sight): number {
  return a.failed - b.failed || a.distance - b.distance || a.at - b.at;
}

function watcher({ candidate }: DecisionDeclaration, watch: ReadonlySet<string>): (record: unknown) => boolean {
  const reads = [candidate].flat().map((path) => readerOf<unknown, unknown>(path));
  return (record) => watch.size > 0 && reads.some((read) => watch.has(String(read(record))));
}

function look(records: readonly unknown[], decision: DecisionDeclaration): Sight[] {
  const { rules, survives: survivesRules } = askedRules<unknown>(decision, records.length);
  const [outcomeOf, reasonOf, verdictsOf] = [decision.outcome, decision.reason, decision.verdicts].map(reader);
  const distanceOf = distance(decision);
  return records.map((record, at) => {
    const survives = survivesRules(record, at);
    const failed = [
      ...rules.filter(({ passed }) => passed[at] === false).map(({ name }) => name),
      ...failedIn(verdictsOf?.(record)),
    ];
    const outcome =
      outcomeWord(outcomeOf?.(record), decision) ?? (survives && failed.length === 0 ? 'kept' : 'dropped');
    return {
      at,
      outcome,
      failed: failed.length,
      distance: distanceOf(record),
      reason: reasonWord(failed[0], reasonOf?.(record)),
    };
  });
}

function reader(path: string | undefined): ((record: unknown) => unknown) | undefined {
  return path === undefined ? undefined : readerOf<unknown, unknown>(path);
}

function outcomeWord(value: unknown, { outcomes }: DecisionDeclaration): string | undefined {
  if (typeof value === 'boolean') return value ? 'kept' : 'dropped';
  return typeof value === 'string' ? (outcomes?.[value] ?? value) : undefined;
}

function failedIn(verdicts: unknown): string[] {
  if (typeof verdicts !== 'object' || verdicts === null) return [];
  const isFailed = (verdict: unknown): boolean =>
    verdict === false || (verdict as { passed?: unknown } | null)?.passed === false;
  return Object.entries(verdicts).flatMap(([name, verdict]) => (isFailed(verdict) ? [name] : []));
}

/** Numbers in a reason differ from record to record. */
function reasonWord(rule: string | undefined, reason: unknown): string {
  return rule ?? (typeof reason === 'string' ? reason.replace(/\d+/g, '#') : '');
}

function distance({ rank, score, order }: DecisionDeclaration): (record: unknown) => number {
  const read = reader(rank ?? score);
  const sign = rank === undefined && order !== 'asc' ? -1 : 1;
  return (record) => {
    const value = read?.(record);
    return typeof value === 'number' ? sign * value : Number.MAX_VALUE;
  };
}
