import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestClient } from '@flow-trail/testing';
import { startServer } from './server.js';

/** A server with all that it needs, in a folder that goes with it. */
export interface EmbeddedServer {
  url: string;
  folder: string;
  client: TestClient;
  /** The server alone; its folder stays. */
  close(): Promise<void>;
  stop(): Promise<void>;
}

export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  const server = await startServer({ PORT: '0', FLOW_TRAIL_DATA: folder, LOG_LEVEL: 'error' }, () => undefined);
  return {
    url: server.url,
    folder,
    client: new TestClient(server.url),
    close: () => server.close(),
    stop: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
