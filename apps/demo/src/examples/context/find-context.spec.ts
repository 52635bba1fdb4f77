import { describe, expect, it } from '@jest/globals';
import { createFlow } from '@flow-trail/sdk';
import { chunksOf, loadChunks } from './chunks.js';
import { findContext as findRecorded } from './find-context-recorded.js';
import { findContext } from './find-context.js';

const questions = ['what happens when the queue is down?', 'how is a threshold moved', 'keys of a project', 'xyzzy'];
const offline = { fetch: async (): Promise<Response> => Response.json({}, { status: 422 }) };

describe('finding context', () => {
  it('finds the same with and without a record of why', () => {
    const chunks = loadChunks();
    for (const question of questions) {
      const flow = createFlow('find-context', { platform: offline });
      const recorded = flow.run(() => findRecorded(flow, question, chunks, 1_500));
      expect(recorded.map(({ id }) => id)).toEqual(findContext(question, chunks, 1_500).map(({ id }) => id));
    }
    expect(findContext(questions[0]!, chunks, 1_500).length).toBeGreaterThan(0);
  });

  it('cuts pages into sections and counts their words', () => {
    expect(chunksOf('a.md', '# A page\n\nIts start.\n\n## More\n\nOne two three.\n')).toEqual([
      { id: 'a.md#1', document: 'a.md', title: 'A page', text: 'A page\n\nIts start.', words: 4 },
      { id: 'a.md#2', document: 'a.md', title: 'More', text: 'More\n\nOne two three.', words: 4 },
    ]);
  });
});
