import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe } from '@jest/globals';
import { describeFlows, type ServerUnderTest } from './flows.behaviour.js';
import { startServer } from './server.js';

async function startEmbedded(): Promise<ServerUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  const server = await startServer({ PORT: '0', FLOW_TRAIL_DATA: folder, LOG_LEVEL: 'error' }, () => undefined);
  return {
    url: server.url,
    objectKeys: async () => {
      const objects = path.join(folder, 'objects');
      const entries = await readdir(objects, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(objects, path.join(entry.parentPath, entry.name)));
    },
    stop: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe('embedded in one process', () => describeFlows(startEmbedded));
