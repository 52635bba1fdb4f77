const scratch = new Uint8Array(64 * 1024);
// Three bytes are the most that a UTF-16 unit takes.
const slice = Math.floor(scratch.length / 3);

/** Bytes of a text as UTF-8, without making them. */
export function utf8Bytes(text: string): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (let at = 0; at < text.length; at += slice)
    bytes += encoder.encodeInto(text.slice(at, at + slice), scratch).written;
  return bytes;
}
