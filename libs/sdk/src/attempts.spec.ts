import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../test/fake-platform.js';
import { createFlow } from './index.js';
import type { FlowOptions } from './index.js';
import { uuidV4 } from './delivery/uuid-v4.js';

const platform = new FakePlatform();
const newId = () => uuidV4(platform.randomBytes);

async function run(id: string | undefined, options: FlowOptions = {}) {
  const flow = createFlow('movie-night', { platform, id, ...options });
  await platform.settle(flow.finish());
  expect(platform.push.flow.attempt).toBe(flow.attempt);
  return flow.attempt;
}

describe('the attempt of a flow', () => {
  it('is the next one when an orchestrator runs the same id again, in whatever case it is written', async () => {
    const id = newId();
    expect([await run(id), await run(id.toUpperCase()), await run(id)]).toEqual([1, 2, 3]);
    expect(await run(newId())).toBe(1);
  });

  it('is what the caller says, from which it goes on', async () => {
    const id = newId();
    expect([await run(id, { attempt: 4 }), await run(id), await run(id, { attempt: 1 })]).toEqual([4, 5, 1]);
  });

  it('is the first for ids that are made here', async () => {
    expect([await run(undefined), await run(undefined)]).toEqual([1, 1]);
  });

  it('is known for the latest ten thousand ids, which is all the memory that it takes', async () => {
    const [old, recent] = [newId(), newId()];
    const runOthers = (count: number) => {
      for (let i = 0; i < count; i++) createFlow('other', { platform, id: newId() });
    };
    expect([await run(old), await run(recent)]).toEqual([1, 1]);
    runOthers(6000);
    expect(await run(recent)).toBe(2);
    runOthers(6000);
    expect([await run(old), await run(recent)]).toEqual([1, 3]);
  });
});
