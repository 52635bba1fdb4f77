const aheadMs = 10 * 60_000;
const now = Date.now.bind(Date);

/** This process lives ten minutes ahead of everyone else. */
class AheadDate extends Date {
  constructor(...args: [] | [string | number | Date]) {
    super(...((args.length === 0 ? [now() + aheadMs] : args) as [number]));
  }

  static override now(): number {
    return now() + aheadMs;
  }
}
globalThis.Date = AheadDate as DateConstructor;
