import { sendingHost } from '#sending-host';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import { keysOf, memberOf } from '../decisions/path.js';
import { snapshot } from '../recording/snapshot.js';
import { rankRecords, ranks } from './notable.js';

/** Data with some of its records, and a declaration that says how many there were. */
export interface Cut {
  json: string;
  decision?: DecisionDeclaration;
  recorded: number;
  total: number;
}

export interface CutOptions {
  watch: ReadonlySet<string>;
  /** Bytes that the cut data should not exceed; without it, all that matters stays and nothing else. */
  greatestBytes?: number;
  /** Why, for whoever reads data that declares nothing. */
  reason: string;
}

/** Keeps the records that matter. Undefined when there is no list of records to cut, or nothing in it that could go. */
export function cutDecision(json: string, decision: DecisionDeclaration, options: CutOptions): Cut | undefined {
  const data: unknown = JSON.parse(json);
  const keys = keysOf(decision.records ?? '');
  const records = keys.reduce(memberOf, data);
  if (!Array.isArray(records)) return undefined;
  const kept = choose(records, rankRecords(records, decision, options.watch), options.greatestBytes);
  if (kept.length === records.length) return undefined;
  const { data: cut, decision: declared } = withTotal(data, keys, kept, { decision, total: records.length });
  return { json: snapshot(cut).json, decision: declared, recorded: kept.length, total: records.length };
}

/** Keeps the head of what declares nothing: of a list some records, of anything else its first characters. */
export function cutPlain(json: string, { greatestBytes = 0, reason }: CutOptions): Cut {
  const data: unknown = JSON.parse(json);
  const total = Array.isArray(data) ? data.length : 1;
  const records = Array.isArray(data) ? choose(data, new Array(data.length).fill(ranks.other), greatestBytes) : [];
  const head = Array.isArray(data) ? { records } : { head: json.slice(0, 1000) };
  const marker = { $ft: 'cut', reason, bytes: sendingHost.utf8Bytes(json), recorded: records.length, total, ...head };
  return { json: snapshot(marker).json, recorded: records.length, total };
}

/** In their order, those that matter most, as many as fit. */
function choose(
  records: readonly unknown[],
  importance: readonly number[],
  greatestBytes: number | undefined,
): unknown[] {
  if (greatestBytes === undefined) return records.filter((_, at) => importance[at] !== ranks.other);
  const order = records.map((_, at) => at).sort((a, b) => (importance[a] ?? 0) - (importance[b] ?? 0) || a - b);
  const isChosen = new Set<number>();
  // Room for what stands around the records.
  let left = greatestBytes - 1024;
  for (const at of order) {
    left -= sendingHost.utf8Bytes(snapshot(records[at]).json) + 1;
    if (left < 0) break;
    isChosen.add(at);
  }
  return records.filter((_, at) => isChosen.has(at));
}

/** The data with other records, wrapped where it was a bare list, and the declaration with a path to the total. */
function withTotal(
  data: unknown,
  keys: readonly string[],
  records: readonly unknown[],
  { decision, total }: { decision: DecisionDeclaration; total: number },
): { data: unknown; decision: DecisionDeclaration } {
  if (keys.length === 0)
    return { data: { total, records }, decision: { ...decision, records: 'records', total: 'total' } };
  const [last = ''] = keys.slice(-1);
  (keys.slice(0, -1).reduce(memberOf, data) as Record<string, unknown>)[last] = records;
  const known = decision.total === undefined ? undefined : keysOf(decision.total).reduce(memberOf, data);
  if (typeof known === 'number') return { data, decision };
  return { data: { ...(data as object), $total: total }, decision: { ...decision, total: '$total' } };
}
