/// <reference lib="webworker" />
import type { PreviewAnswer, PreviewRequest } from './preview-messages';
import { PreviewReader } from './preview-reader';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const reader = new PreviewReader((input, init) => fetch(input, init));

scope.addEventListener('message', async ({ data }: MessageEvent<PreviewRequest>) => {
  const answer: PreviewAnswer = await reader.read(data);
  scope.postMessage(answer);
});
