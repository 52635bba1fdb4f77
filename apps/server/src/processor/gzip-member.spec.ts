import { describe, expect, it } from '@jest/globals';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { gzipMember } from './gzip-member.js';

const megabyte = 1024 * 1024;

/** JSON-like: repeats itself from far away, so that blocks refer back across pieces. */
function text(length: number): Buffer {
  const lines: string[] = [];
  for (let at = 0, line = 0; at < length; line++) {
    const next = `{"id":${line},"title":"Film ${line % 97}","why":"rating ${(line * 7919) % 1000} is below the minimum"},`;
    lines.push(next);
    at += next.length;
  }
  return Buffer.from(lines.join('').slice(0, length));
}

describe('gzipMember', () => {
  it.each([0, 1, 127, 128, 129, 64 * 1024, megabyte / 2, megabyte / 2 + 1, 4 * megabyte, 9 * megabyte - 1])(
    'holds %d bytes in one member that inflates to them',
    async (length) => {
      const bytes = text(length);
      const member = await gzipMember(bytes);
      expect(gunzipSync(member).equals(bytes)).toBe(true);
      // Node would read several members; a browser stops after the first.
      expect(inflateRawSync(member.subarray(10, -8)).equals(bytes)).toBe(true);
    },
  );

  it('loses next to nothing by the pieces', async () => {
    const bytes = text(8 * megabyte);
    const inPieces = (await gzipMember(bytes)).byteLength;
    const half = (await gzipMember(bytes.subarray(0, 4 * megabyte - 1))).byteLength;
    expect(inPieces).toBeLessThan(2.02 * half);
  });

  it('reads a view as what it shows', async () => {
    const around = text(6 * megabyte);
    const view = around.subarray(1000, 5 * megabyte);
    expect(gunzipSync(await gzipMember(view)).equals(view)).toBe(true);
  });
});
