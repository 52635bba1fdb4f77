import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { flowOf } from './flow-body.js';

describe('the flow that is sent', () => {
  it.each([8 * 1024, 200 * 1024, 1_800_000])('has about %i bytes', (bytes) => {
    expect(Math.abs(flowOf(bytes).length / bytes - 1)).toBeLessThan(0.06);
  });

  it('is the same in every run, and compresses as records do', () => {
    const flow = flowOf(200 * 1024);
    expect(flowOf(200 * 1024).equals(flow)).toBe(true);
    const share = gzipSync(flow, { level: 1 }).length / flow.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.4);
  });
});
