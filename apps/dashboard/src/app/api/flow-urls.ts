import { type FlowStatus, flowStatuses } from '@flow-trail/contracts';

export interface FlowFilter {
  /** Part of the name, whatever the case; empty for all. */
  name: string;
  /** Empty for all. */
  statuses: readonly FlowStatus[];
  /** The first 8 or more characters of the id, or its last 6. */
  id?: string;
}

/** The filter that an address of the list carries. */
export function filterIn(parameter: (name: string) => string | null): FlowFilter {
  const statuses = new Set(parameter('status')?.split(','));
  return { name: parameter('name') ?? '', statuses: flowStatuses.filter((status) => statuses.has(status)) };
}

export function flowListUrl({ name, statuses, id }: FlowFilter, cursor: string | null): string {
  const query = new URLSearchParams({ limit: '50' });
  if (id) query.set('id', id);
  if (name) query.set('name', name);
  if (statuses.length > 0) query.set('status', statuses.join(','));
  if (cursor) query.set('cursor', cursor);
  return `/api/flows?${query}`;
}

export function flowUrl(id: string, attempt: number | null): string {
  const query = attempt === null ? '' : `?attempt=${attempt}`;
  return `/api/flows/${encodeURIComponent(id)}${query}`;
}
