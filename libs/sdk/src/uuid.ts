const pattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

export type RandomBytes = (count: number) => Uint8Array;

/** Sorts by its time: the first 48 bits are milliseconds since 1970. */
export function uuidV7(milliseconds: number, randomBytes: RandomBytes): string {
  const time = Math.floor(milliseconds).toString(16).padStart(12, '0').slice(-12);
  return printUuid(time + hex(randomBytes(16)).slice(12), 7);
}

/** Of 32 digits one becomes the version, and two bits of another the variant. */
export function printUuid(digits: string, version: number): string {
  const variant = '89ab'[Number(`0x${digits[16]}`) & 3];
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, `$1-$2-${version}$3-${variant}$4-$5`);
}

/** Lower-case hexadecimal. */
export function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
