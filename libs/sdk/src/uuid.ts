const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

type RandomBytes = (count: number) => Uint8Array;

// crypto.randomUUID is missing in pages without HTTPS.
export function uuidV4(randomBytes: RandomBytes): string {
  return printUuid(randomBytes(16), 4);
}

/** Sorts by its time: the first 48 bits are milliseconds since 1970. */
export function uuidV7(milliseconds: number, randomBytes: RandomBytes): string {
  const bytes = Uint8Array.from(randomBytes(16));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(milliseconds / 2 ** 16));
  view.setUint16(4, milliseconds % 2 ** 16);
  return printUuid(bytes, 7);
}

function printUuid(random: Uint8Array, version: number): string {
  const bytes = Uint8Array.from(random);
  const view = new DataView(bytes.buffer);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | (version << 4));
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
