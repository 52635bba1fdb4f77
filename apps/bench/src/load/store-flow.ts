import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowDocument, PushAccepted } from '@flow-trail/contracts';
import { Connection } from './connection.js';
import { getting, pushing } from './requests.js';

const mostTries = 400;

/** Delivers one flow, and answers the path of its first observation's data once that can be read. */
export async function storeFlow(port: number, flow: Buffer): Promise<string> {
  const connection = await Connection.open(port);
  try {
    const accepted = await connection.send({ ...pushing(flow)(), isBodyKept: true });
    const { id } = JSON.parse(accepted.body.toString()) as PushAccepted;
    const { steps } = await readable(connection, id);
    return `/api/flows/${id}/observations/${steps[0]?.observations[0]?.id}/data`;
  } finally {
    connection.close();
  }
}

async function readable(connection: Connection, id: string): Promise<FlowDocument> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { status, body } = await connection.send({ ...getting(`/api/flows/${id}`), isBodyKept: true });
    if (status === 200) return JSON.parse(body.toString()) as FlowDocument;
    await sleep(50);
  }
  throw new Error(`flow ${id} did not become readable`);
}
