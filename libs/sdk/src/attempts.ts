const mostIds = 10_000;
const attempts = new Map<string, number>();

/** Which run of an id this is: the one given, else one more than the last in this process. Forgets all but the latest 10,000 ids. */
export function countAttempt(id: string, given: number | undefined): number {
  const attempt = given ?? (attempts.get(id) ?? 0) + 1;
  attempts.delete(id);
  attempts.set(id, attempt);
  const [oldest] = attempts.keys();
  if (attempts.size > mostIds) attempts.delete(oldest as string);
  return attempt;
}
