import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../test/fake-platform.js';
import { createFlow, deterministic } from './index.js';

async function run() {
  const fake = new FakePlatform();
  const { fetch, schedule, elapsed } = fake;
  const platform = { fetch, schedule, elapsed, ...deterministic() };
  const texts: string[] = [];
  for (const name of ['one', 'two']) {
    const flow = createFlow(name, { platform });
    flow.step('search', () => 7, { output: true });
    await fake.settle(flow.finish());
    texts.push(fake.requests.at(-1)!.headers['idempotency-key']!, fake.requests.at(-1)!.text);
  }
  return texts;
}

describe('a deterministic platform', () => {
  it('makes the same bytes and keys in every run', async () => {
    expect(await run()).toEqual(await run());
  });

  it('tells flows apart, and lets time pass', async () => {
    const [firstKey, first, secondKey, second] = await run();
    expect(firstKey).not.toBe(secondKey);
    const [one, two] = [first, second].map((text) => JSON.parse(text!) as { flow: { id: string; createdAt: string } });
    expect(one!.flow.createdAt < two!.flow.createdAt).toBe(true);
    expect(one!.flow.id).not.toBe(two!.flow.id);
    expect(createFlow('x', { platform: deterministic(Date.UTC(2020, 0)) }).id).toMatch(/^016f5e66-e8/);
  });
});
