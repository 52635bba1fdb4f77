import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AcceptLoad } from './accept-load.js';
import { AcceptsFirst, calm } from './accepts-first.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** The API's end and the processor's, as two threads hold them. */
function twoEnds(): { door: AcceptLoad; processor: AcceptsFirst } {
  const door = new AcceptLoad();
  return { door, processor: new AcceptsFirst(new AcceptLoad(door.memory), calm.forSmall) };
}

function waitForCalm(processor: AcceptsFirst): { isOver: boolean } {
  const waiting = { isOver: false };
  void processor.run(() => Promise.resolve((waiting.isOver = true)));
  return waiting;
}

/** Accepts that go on until they are answered. */
function begin(door: AcceptLoad, times: number): { answer: () => Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (let begun = 0; begun < times; begun++) void door.during(() => promise);
  return { answer: () => (resolve(undefined), promise) };
}

describe('AcceptsFirst', () => {
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

  it('leaves four times as long to the accepts as the work of one took', async () => {
    const { door, processor } = twoEnds();
    begin(door, 32);
    const work = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
    void processor.run(work);
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(1_000 + 300 + 1_100);
    expect(waiting.isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(110);
    expect(waiting.isOver).toBe(true);
  });

  it('takes any accept for a load when the work is large', async () => {
    const door = new AcceptLoad();
    const large = new AcceptsFirst(new AcceptLoad(door.memory), calm.forLarge);
    const accepts = begin(door, 1);
    const waiting = waitForCalm(large);
    await jest.advanceTimersByTimeAsync(100);
    await accepts.answer();
    await jest.advanceTimersByTimeAsync(200);
    expect(waiting.isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(100);
    expect(waiting.isOver).toBe(true);
  });

  describe('between two pieces of its work', () => {
    const piece = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

    /** Two pieces of 10 ms with a rest between them. */
    function inPieces(processor: AcceptsFirst): { pieces: number } {
      const done = { pieces: 0 };
      void processor.run(async () => {
        await piece();
        done.pieces++;
        await processor.rest();
        await piece();
        done.pieces++;
      });
      return done;
    }

    it('rests four times as long as the first took, while accepts are under way', async () => {
      const { door, processor } = twoEnds();
      begin(door, 1);
      const done = inPieces(processor);
      await jest.advanceTimersByTimeAsync(10 + 40 + 8);
      expect(done.pieces).toBe(1);
      await jest.advanceTimersByTimeAsync(3);
      expect(done.pieces).toBe(2);
    });

    it('goes on at once when none is', async () => {
      const { processor } = twoEnds();
      const done = inPieces(processor);
      await jest.advanceTimersByTimeAsync(20);
      expect(done.pieces).toBe(2);
    });

    it('goes on as soon as they are answered', async () => {
      const { door, processor } = twoEnds();
      const accepts = begin(door, 1);
      const done = inPieces(processor);
      await jest.advanceTimersByTimeAsync(15);
      await accepts.answer();
      await jest.advanceTimersByTimeAsync(12);
      expect(done.pieces).toBe(2);
    });

    it('does not rest once something had waited for half a minute', async () => {
      const { door, processor } = twoEnds();
      begin(door, 1);
      processor.waitedMs = 30_000;
      const done = inPieces(processor);
      await jest.advanceTimersByTimeAsync(20);
      expect(done.pieces).toBe(2);
    });

    it('owes no rest at its end that it has had', async () => {
      const { door, processor } = twoEnds();
      begin(door, 32);
      const work = async (): Promise<void> => {
        for (let pieces = 0; pieces < 30; pieces++) {
          await piece();
          await processor.rest();
        }
      };
      void processor.run(work);
      const waiting = waitForCalm(processor);
      // In its turn after a second, at work for 300 ms, at rest for 1,200.
      await jest.advanceTimersByTimeAsync(1_000 + 300 + 1_200 + 450);
      expect(waiting.isOver).toBe(false);
      await jest.advanceTimersByTimeAsync(150);
      expect(waiting.isOver).toBe(true);
    });
  });

  it('gives the turn on when work fails', async () => {
    const { door, processor } = twoEnds();
    begin(door, 32);
    const failed = expect(processor.run(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(1_500);
    await failed;
    expect(waiting.isOver).toBe(true);
  });

  it('holds nothing back once something had waited for half a minute', async () => {
    const { door, processor } = twoEnds();
    begin(door, 32);
    processor.waitedMs = 30_000;
    const waiting = waitForCalm(processor);
    await jest.advanceTimersByTimeAsync(0);
    expect(waiting.isOver).toBe(true);
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
