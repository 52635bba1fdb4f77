const LENGTH = 160;

/** A reason without its numbers, so that "price 8.99 < 12.50" and "price 3 < 12.50" are one: `price # < #`. */
export const formOf = (reason: string): string =>
  reason.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+([.,:]\d+)*/gi, '#').slice(0, LENGTH);
