import type { DecisionDeclaration, Queryable } from '@flow-trail/contracts';
import { segmentOf, summariseText, type ObservationSummary, type Segment } from '@flow-trail/decisions';

/** What an observation says of candidates and values. */
export interface ObservationDecisions {
  /** Null where there is nothing to say, or it could not be said. */
  summary: ObservationSummary | null;
  /** Absent without decisions. */
  segment: Segment | null;
  /** Why there is no summary though one was asked for. */
  failure: string | null;
}

const nothing: ObservationDecisions = { summary: null, segment: null, failure: null };

/** Never throws: a summary that fails is noted, and is no reason to keep the data from anyone. */
export function readDecisions(
  data: Uint8Array,
  declared: { decision: DecisionDeclaration | null; queryable: Queryable | null },
): ObservationDecisions {
  if (!declared.decision && Object.keys(declared.queryable ?? {}).length === 0) return nothing;
  try {
    const { summary, columns } = summariseText(
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString(),
      declared,
    );
    return { summary, segment: columns && segmentOf(columns), failure: null };
  } catch (error) {
    return { ...nothing, failure: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  }
}
