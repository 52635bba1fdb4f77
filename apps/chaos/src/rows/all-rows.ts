import type { Row } from '../trial/row.js';
import { apiRows } from './api.js';
import { networkRows } from './network.js';
import { objectRows } from './objects.js';
import { postgresRows } from './postgres.js';
import { redisRows } from './redis.js';
import { sdkRows } from './sdk.js';
import { workerRows } from './worker.js';

export const allRows: readonly Row[] = [
  ...sdkRows,
  ...networkRows,
  ...apiRows,
  ...postgresRows,
  ...redisRows,
  ...objectRows,
  ...workerRows,
];

/** @throws Error when there is no such row. */
export function rowOf(id: string): Row {
  const row = allRows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`There is no row ${id}.`);
  return row;
}
