const DIGITS = 4;

/** As many digits as one compares: 0.9143 · 12 · 1.25e-7; integers in full. */
export function numberText(value: number | null): string {
  if (value === null) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
