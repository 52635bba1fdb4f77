/** First and last byte, both included. */
export type ByteRange = { first: number; last: number };

/** One byte range of RFC 9110, section 14.1.2. What is not understood, or asks for several, is answered whole, as the RFC allows. */
export function readRange(header: string | undefined, length: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'whole';
  if (from === '') {
    const suffix = Number(to);
    return suffix === 0 ? 'unsatisfiable' : { first: Math.max(0, length - suffix), last: length - 1 };
  }
  const range = { first: Number(from), last: Math.min(to === '' ? length - 1 : Number(to), length - 1) };
  if (to !== '' && Number(to) < range.first) return 'whole';
  return range.first >= length ? 'unsatisfiable' : range;
}
