import type { Direction, Verdict } from './fault.js';

const longestPattern = 256;

/** Looks for bytes in what passes, also where they lie across two chunks. */
export class Trigger {
  constructor(
    private readonly pattern: RegExp,
    private readonly direction: Direction,
    private readonly act: () => Verdict,
    private times: number,
  ) {}

  /** @param passed `window` is the end of what passed on this way before. */
  decide(passed: { window: string }, chunk: Buffer, direction: Direction): Verdict {
    if (direction !== this.direction || this.times === 0) return 'pass';
    const text = passed.window + chunk.toString('latin1');
    if (!this.pattern.test(text)) {
      passed.window = text.slice(-longestPattern);
      return 'pass';
    }
    passed.window = '';
    this.times--;
    return this.act();
  }
}
