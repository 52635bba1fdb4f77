import { Problem } from '../errors/problem.js';

/** The place of a row in the list: newest received first, then by id and attempt. */
export interface Place {
  receivedAt: Date;
  id: string;
  attempt: number;
}

const shape = /^(\d{1,15})\.([0-9a-f-]{36})\.(\d{1,9})$/;

export const toCursor = ({ receivedAt, id, attempt }: Place): string =>
  Buffer.from(`${receivedAt.getTime()}.${id}.${attempt}`).toString('base64url');

export function fromCursor(cursor: string): Place {
  const [, time, id, attempt] = shape.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  const receivedAt = new Date(Number(time));
  if (!id || Number.isNaN(receivedAt.getTime()) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw new Problem('invalid-query', 'cursor takes the nextCursor of the page before, as it came.');
  }
  return { receivedAt, id, attempt: Number(attempt) };
}
