import path from 'node:path';
import { describe } from '@jest/globals';
import { startEmbeddedServer } from './embedded-server.behaviour.js';
import { describeFlows, type ServerUnderTest } from './flows.behaviour.js';
import { FilesystemObjectStore } from './storage/object-store/filesystem-object-store.js';

async function startEmbedded(): Promise<ServerUnderTest> {
  const { url, folder, stop } = await startEmbeddedServer();
  const objects = new FilesystemObjectStore(path.join(folder, 'objects'));
  return {
    url,
    objectKeys: async () => (await Array.fromAsync(objects.list(''))).map(({ key }) => key),
    stop,
  };
}

describe('embedded in one process', () => describeFlows(startEmbedded));
