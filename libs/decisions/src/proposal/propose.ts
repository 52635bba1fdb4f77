import type { DecisionDeclaration, Json } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { draft } from './draft.js';
import { findChosen, findLists } from './find-lists.js';
import type { EarlierDecision } from './lineage.js';
import { isObject } from './names.js';
import { toTable } from './table.js';

/** A declaration that the data speaks for, or why it speaks for none. */
export type Proposal =
  | {
      declaration: DecisionDeclaration;
      /** Why, for each part. */
      evidence: Evidence[];
      /** What looks like a part and has too little evidence. */
      leftOut: Evidence[];
      /** Records in the list, and how many of them were looked at. */
      records: { lookedAt: number; of: number };
    }
  | { declaration: null; reason: string };

/**
 * Proposes how to read the records of an observation as decisions, from its data and from the decisions that came before it in the flow,
 * oldest first. Looks at no more than 1,000 records of a list; what has too little evidence is left out.
 */
export function propose(data: Json, before: readonly EarlierDecision[] = []): Proposal {
  const lists = [...findLists(data), ...findChosen(data, before)];
  if (lists.length === 0) return { declaration: null, reason: whyNoRecords(data) };
  const drafts = lists.map(({ path, list }) => draft(data, toTable(path, list), before));
  const best = drafts
    .flatMap((each) => ('worth' in each ? [each] : []))
    .toSorted((left, right) => right.worth - left.worth)[0];
  if (best) {
    const { table, declaration, evidence, leftOut } = best;
    return { declaration, evidence, leftOut, records: { lookedAt: table.rows, of: table.size } };
  }
  const reasons = drafts.flatMap((each) =>
    'reason' in each ? [`${each.table.records ?? 'the list'}: ${each.reason}`] : [],
  );
  return { declaration: null, reason: reasons.slice(0, 3).join('. ') };
}

function whyNoRecords(data: Json): string {
  if (Array.isArray(data)) {
    if (data.length === 0) return 'the list is empty, so there are no records to look at';
    const [first] = data;
    return `a list of ${data.length}, but not of objects: the first is ${nameOf(first)}, and a candidate needs a record with an id`;
  }
  if (!isObject(data)) return `the data is ${nameOf(data)}, not records`;
  return `an object of ${Object.keys(data).length} keys without a list of objects: it describes one thing, not candidates`;
}

function nameOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value === 'object' ? 'record' : typeof value}`;
}
