/// <reference lib="webworker" />
import { ByteCache } from './engine/byte-cache';
import { DataLoader } from './engine/data-loader';
import type { EngineMessage, EngineRequest } from './engine/messages';
import { RecordEngine } from './engine/record-engine';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const engine = new RecordEngine(
  new DataLoader(new ByteCache(), (input, init) => fetch(input, init)),
  (message: EngineMessage) => scope.postMessage(message),
  () => performance.now(),
);

scope.addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => void engine.handle(data));
