// Which sections of this project's docs answer a question: node … apps/demo/src/examples/context/main.ts "what if the queue is down?"
import { createFlow } from '@flow-trail/sdk';
import { loadChunks } from './chunks.js';
import { findContext } from './find-context-recorded.js';

const question = process.argv[2] ?? 'what happens when the queue is down?';
const flow = createFlow('find-context', { input: { question } });
const context = flow.run(() => findContext(flow, question, loadChunks(), 1_500), {
  output: (chunks) => chunks.map(({ id }) => id),
  reason: (chunks) => `${chunks.length} sections answer "${question}"`,
});
const receipt = await flow.finish();

for (const { id, title, similarity } of context) process.stdout.write(`${similarity.toFixed(2)}  ${id}  ${title}\n`);
process.stdout.write(receipt.status === 'accepted' ? `${receipt.url}\n` : `not sent: ${receipt.reason}\n`);
