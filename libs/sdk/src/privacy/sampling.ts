/** Which share of the flows is sent, 0 to 1: of all, or by name, `*` for all others. */
export type Sample = number | { readonly [name: string]: number };

/** Whether a flow is one of those that are not sent. All attempts of one id have the same answer. */
export function isSampledOut(sample: Sample | undefined, { id, name }: { id: string; name: string }): boolean {
  const rate = typeof sample === 'object' ? (ofName(sample, name) ?? ofName(sample, '*')) : sample;
  // The last 48 bits of a UUID are random in version 4 and 7, and a hash in version 5.
  return rate !== undefined && Number.parseInt(id.slice(-12), 16) / 2 ** 48 >= rate;
}

function ofName(sample: { readonly [name: string]: number }, name: string): number | undefined {
  return Object.hasOwn(sample, name) ? sample[name] : undefined;
}
