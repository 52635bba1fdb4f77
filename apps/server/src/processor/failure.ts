import { ObjectNotFound, ObjectTooShort, StoreUnavailable } from '../storage/object-store/object-store.js';

/** The push itself is at fault, as far as anyone can tell: `reason` is one or two words, never content. */
export class Impossible extends Error {
  override readonly name = 'Impossible';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** What is known of a push's tries before this one. */
export interface Tries {
  /** How often a worker took it, this time included. */
  attempts: number;
  lastError: string | null;
  sameErrors: number;
  receivedAt: Date;
}

export interface Verdict {
  state: 'accepted' | 'quarantined';
  /** Class and code only: messages may hold content. */
  lastError: string;
  sameErrors: number;
  delaySeconds: number;
}

const mostEqualErrors = 5;
const unknownPatienceMs = 24 * 60 * 60 * 1000;
const longestDelaySeconds = 30;

/**
 * What becomes of a push that failed. What a store or the network did is tried for ever; what the data did is tried five times, for the
 * first error may have had another cause; what nobody knows is tried for a day.
 */
export function judge(error: unknown, tries: Tries, now: Date, random: number): Verdict {
  const lastError = classOf(error);
  const sameErrors = lastError === tries.lastError ? tries.sameErrors + 1 : 1;
  return {
    state: isFinal(error, sameErrors, now.getTime() - tries.receivedAt.getTime()) ? 'quarantined' : 'accepted',
    lastError,
    sameErrors,
    delaySeconds: random * Math.min(longestDelaySeconds, 2 ** Math.min(tries.attempts, 10)),
  };
}

function isFinal(error: unknown, sameErrors: number, ageMs: number): boolean {
  if (error instanceof Impossible) return true;
  const kind = kindOf(error);
  return (kind === 'permanent' && sameErrors >= mostEqualErrors) || (kind === 'unknown' && ageMs > unknownPatienceMs);
}

/**
 * PostgreSQL classes: 08 connection, 40 conflict of transactions, 53 resources, 55 locks, 57 shutdown and cancel, 58 system, 25 a
 * transaction that was ended, 28 and 3D set-up; 22 and 23 are the data.
 */
const transientCode = /^(08|25|28|3D|40|53|55|57|58)[0-9A-Z]{3}$|^E[A-Z]{4,}$/;
const permanentCode = /^(22|23)[0-9A-Z]{3}$/;

export function kindOf(error: unknown): 'transient' | 'permanent' | 'unknown' {
  if (error instanceof StoreUnavailable) return 'transient';
  if (error instanceof ObjectNotFound || error instanceof ObjectTooShort) return 'permanent';
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && permanentCode.test(code)) return 'permanent';
  if (typeof code === 'string' && transientCode.test(code)) return 'transient';
  if (typeof message === 'string' && /Connection terminated|timeout/i.test(message)) return 'transient';
  return error instanceof TypeError || error instanceof RangeError ? 'permanent' : 'unknown';
}

function classOf(error: unknown): string {
  if (error instanceof Impossible) return error.reason;
  const { name = 'Error', code } = (error ?? {}) as { name?: string; code?: string };
  return code ? `${name} ${code}` : name;
}
