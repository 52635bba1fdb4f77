import type { ColumnOptions } from 'typeorm';

/** `bigint` columns hold byte counts, which stay far below 2^53. */
export const byteCount: ColumnOptions = {
  type: 'bigint',
  transformer: { from: (text: string | null) => (text === null ? null : Number(text)), to: (value: unknown) => value },
};

export const moment: ColumnOptions = { type: 'timestamptz', precision: 3 };
