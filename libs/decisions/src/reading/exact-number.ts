/** A JSON number kept with its text, because a double would change it, such as 9007199254740993. */
export class ExactNumber {
  readonly value: number;

  constructor(readonly source: string) {
    this.value = Number(source);
  }
}

/** The double of any number; null of anything else and of what is not finite. */
export function doubleOf(value: unknown): number | null {
  const double = typeof value === 'bigint' ? Number(value) : value instanceof ExactNumber ? value.value : value;
  return typeof double === 'number' && Number.isFinite(double) ? double : null;
}

/**
 * One text for each number, however it was written: 1, 1.0 and 1e0 are `1`; integers keep all of their digits. Of a
 * double it is the shortest text that means it, which is what its program sent.
 */
export function numberText(value: number | bigint | ExactNumber): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof ExactNumber) return plainText(value.source, value.value);
  const text = String(value);
  return text.includes('e') ? plainText(text, value) : text === '-0' ? '0' : text;
}

/** Orders numbers by value, large integers by all of their digits. */
export function compareNumbers(left: number | bigint | ExactNumber, right: number | bigint | ExactNumber): number {
  const leftDouble = Number(left instanceof ExactNumber ? left.value : left);
  const rightDouble = Number(right instanceof ExactNumber ? right.value : right);
  if (leftDouble !== rightDouble) return leftDouble < rightDouble ? -1 : 1;
  if (Number.isSafeInteger(leftDouble) || !Number.isInteger(leftDouble)) return 0;
  const difference = BigInt(numberText(left)) - BigInt(numberText(right));
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export const isNumber = (value: unknown): value is number | bigint | ExactNumber =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber;

const LONGEST_EXPONENT = 400;

/** Integers without exponent and fraction; of all else the text of its double. */
function plainText(source: string, value: number): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!parts) return source;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/0+$/, '');
  const zeros = Number(exponent) + whole.length - digits.length;
  if (digits === '') return '0';
  if (zeros >= 0 && zeros < LONGEST_EXPONENT) return String(BigInt(sign + digits + '0'.repeat(zeros)));
  return Number.isFinite(value) ? String(value) : source;
}
