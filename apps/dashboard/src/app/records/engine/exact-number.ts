/** A number whose text is not what JavaScript prints back, such as 9007199254740993, 1.0, -0 or 1E400. */
export class ExactNumber {
  readonly value: number;

  constructor(readonly source: string) {
    this.value = Number(source);
  }
}

/** A plain number when that loses nothing of its text. */
export function numberOf(source: string): number | ExactNumber {
  const value = Number(source);
  return String(value) === source ? value : new ExactNumber(source);
}

export const isNumber = (value: unknown): value is number | ExactNumber =>
  typeof value === 'number' || value instanceof ExactNumber;

export const numberText = (value: number | ExactNumber): string =>
  typeof value === 'number' ? String(value) : value.source;

export const toDouble = (value: number | ExactNumber): number => (typeof value === 'number' ? value : value.value);

/** Orders by value; integers beyond 2^53 by all of their digits. */
export function compareNumbers(left: number | ExactNumber, right: number | ExactNumber): number {
  const difference = compareDoubles(toDouble(left), toDouble(right));
  if (difference !== 0 || (typeof left === 'number' && typeof right === 'number')) return difference;
  const exactLeft = integerOf(left);
  const exactRight = integerOf(right);
  if (exactLeft === null || exactRight === null || exactLeft === exactRight) return 0;
  return exactLeft < exactRight ? -1 : 1;
}

const compareDoubles = (left: number, right: number): number => (left < right ? -1 : left > right ? 1 : 0);

function integerOf(value: number | ExactNumber): bigint | null {
  const text = numberText(value);
  return /^-?\d+$/.test(text) ? BigInt(text) : null;
}
