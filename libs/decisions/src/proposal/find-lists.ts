import type { Json } from '@flow-trail/contracts';
import type { EarlierDecision } from './lineage.js';
import { isId, isObject, joinPath } from './names.js';
import { bounds } from './table.js';

/** A list of records in an observation's data. */
export interface FoundList {
  /** Null when the data is the list. */
  path: string | null;
  list: readonly Json[];
}

/** Every list of objects that a `records` path can name, breadth first; at most `bounds.lists` of them. */
export function findLists(data: Json): FoundList[] {
  if (Array.isArray(data)) return holdsRecords(data) ? [{ path: null, list: data }] : [];
  const found: FoundList[] = [];
  const waiting: { path: string; value: Json; depth: number }[] = [{ path: '', value: data, depth: 0 }];
  for (let visited = 0; visited < waiting.length && visited < bounds.nodes; visited += 1) {
    const { path, value, depth } = waiting[visited] as (typeof waiting)[number];
    if (Array.isArray(value) && holdsRecords(value)) found.push({ path, list: value });
    if (!isObject(value) || depth >= bounds.depth || found.length >= bounds.lists) continue;
    for (const [key, child] of Object.entries(value)) {
      const below = joinPath(path, key);
      if (below !== null && typeof child === 'object' && child !== null)
        waiting.push({ path: below, value: child, depth: depth + 1 });
      if (waiting.length >= bounds.nodes) break;
    }
  }
  return found.slice(0, bounds.lists);
}

/** Single records that stand where a list could: what was chosen among those that came in, and nothing else that is said of it. */
export function findChosen(data: Json, before: readonly EarlierDecision[]): FoundList[] {
  const known = new Set(before.flatMap(({ kept }) => kept));
  if (known.size === 0 || !isObject(data)) return [];
  const names = (value: Json): boolean =>
    isObject(value) && Object.values(value).some((id) => isId(id) && known.has(id));
  if (names(data)) return [{ path: null, list: [data] }];
  return Object.entries(data)
    .slice(0, bounds.lists)
    .flatMap(([key, value]) => (names(value) ? [{ path: joinPath('', key), list: [value] }] : []));
}

/** Nine in ten of what is looked at must be objects. */
function holdsRecords(list: readonly Json[]): boolean {
  const looked = Math.min(list.length, bounds.rows);
  let objects = 0;
  for (let row = 0; row < looked; row += 1) {
    if (isObject(list[Math.floor((row * list.length) / looked)])) objects += 1;
  }
  return looked > 0 && objects >= 0.9 * looked;
}
