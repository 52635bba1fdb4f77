import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { FakePlatform, unreachable, accept } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { FlowOptions } from '../index.js';

/** Odd and even lengths, so that pieces end between the halves of a pair too. */
const films = Array.from({ length: 15_000 }, (_, id) => ({
  id,
  title: `${'🎬'.repeat(id % 7)}ü film ${id}`,
  year: 1.0e21,
}));

async function deliver(options: FlowOptions = {}, platform = new FakePlatform()) {
  const flow = createFlow('movie-night', { platform, input: 'x'.repeat(5000), ...options });
  const page = flow.createStep('page', { iteration: 2 });
  page.capture({ name: 'films', data: films, role: 'output', decision: { candidate: 'id' } });
  page.capture({ name: 'films', data: films }).finish();
  flow.createStep('rank', { parent: page });
  const receipt = await platform.settle(flow.finish({ output: 1 }));
  return { platform, receipt, request: platform.requests.at(-1)! };
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, never>);

describe('a flow above a mebibyte', () => {
  it('goes as lines: the flow, then each step with its observations', async () => {
    const { request, receipt } = await deliver();
    expect(receipt.status).toBe('accepted');
    expect(request.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
    const lines = linesOf(request.text);
    const reference = { name: 'page', version: 1, iteration: 2 };
    expect(lines.map((line) => Object.keys(line))).toEqual([
      ['flow'],
      ['step'],
      ...Array.from({ length: 3 }, () => ['observation']),
      ['step'],
    ]);
    expect(lines[0]).toMatchObject({ flow: { name: 'movie-night', output: 1, finishedAt: expect.any(String) } });
    expect(lines[1]).toMatchObject({ step: { ...reference, status: 'completed' } });
    expect(lines[1]!['step']).not.toHaveProperty('observations');
    expect(lines[2]).toMatchObject({
      observation: { step: reference, name: 'films', version: 1, role: 'output', decision: { candidate: 'id' } },
    });
    expect(lines[3]).toMatchObject({ observation: { step: reference, name: 'films', version: 2 } });
    expect(lines[4]).toMatchObject({ observation: { step: reference, name: 'input', data: 'x'.repeat(5000) } });
    expect(lines[5]).toMatchObject({ step: { name: 'rank', parent: reference } });
  });

  it('carries every byte of what was captured', async () => {
    const { request } = await deliver();
    expect(request.text.split('\n')[2]).toContain(`"data":${JSON.stringify(films)}}`);
    expect(createHash('sha256').update(gunzipSync(request.bytes)).digest('hex')).toBe(
      createHash('sha256').update(request.text).digest('hex'),
    );
  });

  it('is compressed once for all tries', async () => {
    const { platform } = await deliver({}, new FakePlatform(unreachable, accept()));
    const [first, second] = platform.requests;
    expect(second!.init.body).toBe(first!.init.body);
    expect(second!.headers).toEqual(first!.headers);
  });

  it('goes as it is when gzip is switched off', async () => {
    const { request, receipt } = await deliver({ gzip: false });
    expect(receipt.status).toBe('accepted');
    expect(request.headers).not.toHaveProperty('content-encoding');
    expect(linesOf(request.text)).toHaveLength(6);
  });
});
