/** A value as JSON text, taken at once: what happens to the value later does not matter. */
export interface Snapshot {
  json: string;
  /** Why a marker stands in for the value; undefined when the value was captured. */
  problem?: string;
}

/**
 * What JSON.stringify prints. A value that it cannot print, because it is undefined, a function, a symbol, a BigInt, circular, too
 * deep, or throws while being read, becomes `{"$ft":"uncaptured","type":"bigint","reason":"…"}`: the type says what, the reason why.
 */
export function snapshot(value: unknown): Snapshot {
  try {
    const json = JSON.stringify(value);
    if (json !== undefined) return { json };
    return marker(value, `JSON has no ${typeof value}`);
  } catch (error) {
    return marker(value, messageOf(error));
  }
}

function marker(value: unknown, problem: string): Snapshot {
  return { json: JSON.stringify({ $ft: 'uncaptured', type: typeof value, reason: problem }), problem };
}

/** Anything can be thrown, even something whose message throws. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown).slice(0, 500);
  } catch {
    return 'it threw something that cannot be described';
  }
}
