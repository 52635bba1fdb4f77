import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe } from '@jest/globals';
import { startEmbeddedServer } from './embedded-server.behaviour.js';
import { describeFlows, type ServerUnderTest } from './flows.behaviour.js';

async function startEmbedded(): Promise<ServerUnderTest> {
  const { url, folder, stop } = await startEmbeddedServer();
  return {
    url,
    objectKeys: async () => {
      const objects = path.join(folder, 'objects');
      const entries = await readdir(objects, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(objects, path.join(entry.parentPath, entry.name)));
    },
    stop,
  };
}

describe('embedded in one process', () => describeFlows(startEmbedded));
