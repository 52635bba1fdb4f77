const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

// crypto.randomUUID is missing in pages without HTTPS; getRandomValues is there.
export function uuidV4(): string {
  return printUuid(randomBytes(), 4);
}

/** Sorts by its time: the first 48 bits are milliseconds since 1970. */
export function uuidV7(milliseconds: number): string {
  const bytes = randomBytes();
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(milliseconds / 2 ** 16));
  view.setUint16(4, milliseconds % 2 ** 16);
  return printUuid(bytes, 7);
}

function randomBytes(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(16));
}

function printUuid(bytes: Uint8Array<ArrayBuffer>, version: number): string {
  const view = new DataView(bytes.buffer);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | (version << 4));
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
