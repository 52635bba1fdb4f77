import type { Flow } from '@flow-trail/sdk';
import type { Chunk } from './chunks.js';
import type { FoundChunk } from './search.js';
import { search, roomFor } from './search.js';

const chunk = { candidate: 'id', kind: 'chunk', label: 'title' } as const;
const scored = { ...chunk, score: 'similarity' } as const;
const rules = {
  similarity: { actual: 'similarity', op: '>=', threshold: 0.3 },
  words: { actual: 'words', op: '>=', threshold: 20 },
} as const;

/** What a language model should read before it answers the question, in so many words; and why this. */
export function findContext(flow: Flow, question: string, chunks: readonly Chunk[], words: number): FoundChunk[] {
  const fits = roomFor(words);
  const found = flow.step('search', (step) => step.rank('found', search(question, chunks), { ...scored, limit: 40 }));
  const relevant = flow.step('filter', (step) => step.filter('relevant', found, { ...chunk, rules }));
  const best = flow.step('spread', (step) => step.rank('best', relevant, { ...scored, group: 'document', limit: 2 }));
  const context = flow.step('pack', (step) => step.filter('context', best, { ...chunk, rules: { fits } }));
  return context;
}
