const cap = 300_000;

/** Milliseconds that the Retry-After header asks for, at most five minutes; undefined when absent or malformed. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Math.min(Number(header) * 1000, cap);
  // Date.parse takes almost anything, so only what begins like an HTTP date is given to it.
  const date = /^[A-Z][a-z]{2,8}, /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - now, 0), cap);
}
