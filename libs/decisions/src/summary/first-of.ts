/** The first few in an order, in that order, without sorting the rest. */
export function firstOf(
  values: Iterable<number>,
  count: number,
  compare: (left: number, right: number) => number,
): number[] {
  const first: number[] = [];
  for (const value of values) {
    const last = first[count - 1];
    if (last !== undefined && compare(value, last) >= 0) continue;
    let place = first.length;
    while (place > 0 && compare(value, first[place - 1] as number) < 0) place--;
    first.splice(place, 0, value);
    if (first.length > count) first.pop();
  }
  return first;
}
