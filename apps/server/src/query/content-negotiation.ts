import type { IncomingHttpHeaders } from 'node:http';

/**
 * How data goes out: `member`, the stored gzip member as `application/gzip` for a page that inflates it in its worker; `gzip`, the same
 * bytes as a content coding; `identity`. A range is served of identity alone.
 */
export type Coding = 'member' | 'gzip' | 'identity';

export function chooseCoding(headers: IncomingHttpHeaders): Coding {
  if (accepts(headers.accept, 'application/gzip')) return 'member';
  if (headers.range !== undefined) return 'identity';
  return accepts(headers['accept-encoding'], 'gzip') ? 'gzip' : 'identity';
}

/** RFC 9110, section 12.4.2: named, and not with the weight 0. */
function accepts(header: string | string[] | undefined, name: string): boolean {
  return String(header ?? '')
    .split(',')
    .some((item) => {
      const [value, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      return value === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    });
}
