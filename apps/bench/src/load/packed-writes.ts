import path from 'node:path';
import type { Stage } from '../servers/stage.js';
import { Connection } from './connection.js';
import { getting } from './requests.js';

/** Writes that many flows bare, and answers how many a second. */
export type WritePacked = (count: number) => Promise<number>;

/** Starts the bare writer beside the server, on the same database and objects. */
export async function packedWrites({ server, startBare }: Stage, flow: Buffer): Promise<WritePacked> {
  const { databaseUrl, objects } = server;
  const place = 'folder' in objects ? { folder: path.join(objects.folder, '..', 'bare-objects') } : objects;
  const { port } = await startBare('packed-writes', JSON.stringify({ databaseUrl, objects: place }));
  const connection = await Connection.open(port);
  const head =
    'POST /flow HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' +
    `Content-Length: ${flow.length}\r\n\r\n`;
  await connection.send({ head, body: flow });
  return async (count) => {
    const { body } = await connection.send({ ...getting(`/write/${count}`), isBodyKept: true });
    return count / (JSON.parse(body.toString()) as { seconds: number }).seconds;
  };
}
