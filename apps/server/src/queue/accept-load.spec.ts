import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AcceptLoad } from './accept-load.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** The API's end and the processor's, as two threads hold them. */
function twoEnds(): { door: AcceptLoad; processor: AcceptLoad } {
  const door = new AcceptLoad();
  return { door, processor: new AcceptLoad(door.memory) };
}

function waitForCalm(processor: AcceptLoad): { isOver: boolean } {
  const waiting = { isOver: false };
  void processor.calm().then(() => (waiting.isOver = true));
  return waiting;
}

const enter = (door: AcceptLoad, times: number): void => Array.from({ length: times }).forEach(() => door.enter());
const leave = (door: AcceptLoad, times: number): void => Array.from({ length: times }).forEach(() => door.leave());

describe('AcceptLoad', () => {
  it('holds nothing back while few accepts are under way', async () => {
    const { door, processor } = twoEnds();
    enter(door, 4);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(0);
    expect(waiting.isOver).toBe(true);
  });

  it('holds back while many are, and lets go soon after they are answered', async () => {
    const { door, processor } = twoEnds();
    enter(door, 32);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(500);
    expect(waiting.isOver).toBe(false);
    leave(door, 32);
    await jest.advanceTimersByTimeAsync(50);
    expect(waiting.isOver).toBe(true);
  });

  it('does not take the moment between two groups for calm', async () => {
    const { door, processor } = twoEnds();
    enter(door, 32);
    const waiting = waitForCalm(processor);
    for (let round = 0; round < 10; round++) {
      leave(door, 32);
      await jest.advanceTimersByTimeAsync(10);
      enter(door, 32);
      await jest.advanceTimersByTimeAsync(20);
    }
    expect(waiting.isOver).toBe(false);
  });

  it('holds back for a second at most', async () => {
    const { door, processor } = twoEnds();
    enter(door, 32);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(waiting.isOver).toBe(true);
  });
});
