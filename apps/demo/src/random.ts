/** A repeatable source of chance: one seed always gives the same numbers. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** From a normal distribution around 0, by the sum of twelve uniform numbers: never beyond 6 deviations. */
  gaussian(deviation: number): number;
  /** An independent source of its own, so that what one part draws never shifts what another draws. */
  fork(label: string | number): Random;
}

export function createRandom(seed: string | number): Random {
  let state = hash(String(seed));
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state) / 2 ** 32;
  };
  return {
    next,
    gaussian: (deviation) => (Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, 0) - 6) * deviation,
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** A new array in a drawn order. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return mix(value);
}

/** Spreads every bit over all 32, so that neighbouring seeds share nothing. */
function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
