import type { RecordReading } from '../reading/read-record.js';

const LENGTH = 160;

/** A reason without its numbers, so that "price 8.99 < 12.50" and "price 3 < 12.50" are one: `price # < #`. */
export const formOf = (reason: string): string =>
  reason
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+([.,:]\d+)*/gi, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LENGTH);

/** What a record says of why it was dropped where it gives no reason in words and no rule failed. */
export const impliedReasons = ['lost to another', 'not drawn'] as const;

/** Why those were dropped who are absent where only survivors were captured. */
export const absentReason = 'rule not recorded';

/** Why a record was decided as it was, in words: its own, else what its other values say; null when a rule says it, or nothing. */
export function reasonOf({ outcome, reason, tally, lostTo, chance }: RecordReading): string | null {
  if (reason !== null || outcome !== 'dropped' || tally.failed > 0) return reason;
  const [lost, notDrawn] = impliedReasons;
  if (lostTo !== null) return lost;
  return chance === null ? null : notDrawn;
}
