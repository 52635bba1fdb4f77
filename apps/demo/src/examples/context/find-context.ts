import type { Chunk } from './chunks.js';
import type { FoundChunk } from './search.js';
import { bestOfEach, search, roomFor } from './search.js';

/** What a language model should read before it answers the question, in so many words. */
export function findContext(question: string, chunks: readonly Chunk[], words: number): FoundChunk[] {
  const fits = roomFor(words);
  const found = search(question, chunks).slice(0, 40);
  const relevant = found.filter((chunk) => chunk.similarity >= 0.3 && chunk.words >= 20);
  const best = bestOfEach(relevant, 2);
  const context = best.filter(fits);
  return context;
}
