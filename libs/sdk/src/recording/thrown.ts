/** What somebody threw, in words. Anything can be thrown, even something whose message throws. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown).slice(0, 500);
  } catch {
    return 'something unreadable';
  }
}
