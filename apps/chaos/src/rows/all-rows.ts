import type { Row } from '../trial/row.js';
import { apiRows } from './api.js';
import { objectRows } from './objects.js';
import { postgresRows } from './postgres.js';
import { redisRows } from './redis.js';
import { workerRows } from './worker.js';

export const allRows: readonly Row[] = [...apiRows, ...postgresRows, ...redisRows, ...objectRows, ...workerRows];
