import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';

/** Holds bytes until it is told to let go. */
function holding(budget: ByteBudget, bytes: number) {
  const held = Promise.withResolvers<undefined>();
  const state = { hasStarted: false, letGo: () => held.resolve(undefined), done: Promise.resolve() };
  state.done = budget.hold(bytes, async () => {
    state.hasStarted = true;
    await held.promise;
  });
  return state;
}

describe('a budget of bytes', () => {
  it('lets in what fits, and the rest when there is room again, in the order in which they came', async () => {
    const budget = new ByteBudget(100);
    const [first, second, third] = [holding(budget, 60), holding(budget, 60), holding(budget, 10)];
    await nextTurn();
    expect([first.hasStarted, second.hasStarted, third.hasStarted]).toEqual([true, false, false]);
    first.letGo();
    await first.done;
    await nextTurn();
    expect([second.hasStarted, third.hasStarted]).toEqual([true, true]);
  });

  it('gives all of it to who wants more than there is', async () => {
    const budget = new ByteBudget(100);
    expect(await budget.hold(1000, async () => 'done')).toBe('done');
  });

  it('is whole again after a failure', async () => {
    const budget = new ByteBudget(100);
    await expect(budget.hold(100, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await budget.hold(100, async () => 'done')).toBe('done');
  });
});
