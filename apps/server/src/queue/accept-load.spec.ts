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

/** Accepts that go on until they are answered. */
function begin(door: AcceptLoad, times: number): { answer: () => Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (let begun = 0; begun < times; begun++) void door.during(() => promise);
  return { answer: () => (resolve(undefined), promise) };
}

describe('AcceptLoad', () => {
  it('holds nothing back while few accepts are under way', async () => {
    const { door, processor } = twoEnds();
    begin(door, 4);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(0);
    expect(waiting.isOver).toBe(true);
  });

  it('holds back while many are, and lets go soon after they are answered', async () => {
    const { door, processor } = twoEnds();
    const accepts = begin(door, 32);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(500);
    expect(waiting.isOver).toBe(false);
    await accepts.answer();
    await jest.advanceTimersByTimeAsync(50);
    expect(waiting.isOver).toBe(true);
  });

  it('does not take the moment between two groups for calm', async () => {
    const { door, processor } = twoEnds();
    let accepts = begin(door, 32);
    const waiting = waitForCalm(processor);
    for (let round = 0; round < 10; round++) {
      await accepts.answer();
      await jest.advanceTimersByTimeAsync(10);
      accepts = begin(door, 32);
      await jest.advanceTimersByTimeAsync(20);
    }
    expect(waiting.isOver).toBe(false);
  });

  it('lets those go one after the other who have waited enough', async () => {
    const { door, processor } = twoEnds();
    begin(door, 32);
    const waiting = Array.from({ length: 4 }, () => waitForCalm(processor));
    const gone = (): number => waiting.filter(({ isOver }) => isOver).length;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(gone()).toBe(1);
    await jest.advanceTimersByTimeAsync(500);
    expect(gone()).toBe(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(gone()).toBe(4);
  });

  it('holds one back for a second at most', async () => {
    const { door, processor } = twoEnds();
    begin(door, 32);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(waiting.isOver).toBe(true);
  });

  it('forgets an accept that failed', async () => {
    const { door, processor } = twoEnds();
    const fail = (): Promise<void> => door.during(() => Promise.reject(new Error('refused')));
    await Promise.allSettled(Array.from({ length: 32 }, fail));
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(0);
    expect(waiting.isOver).toBe(true);
  });
});
