import type { Chunk } from './chunks.js';
import { wordsOf } from './chunks.js';

export interface FoundChunk extends Chunk {
  /** Share of the question that the chunk speaks of, 0 to 1; rare words weigh more. */
  similarity: number;
}

/** Every chunk, the most similar first. */
export function search(question: string, chunks: readonly Chunk[]): FoundChunk[] {
  const known = chunks.map((chunk) => ({ chunk, words: new Set(wordsOf(chunk.text)) }));
  const asked = [...new Set(wordsOf(question))].map((word) => {
    const spread = known.filter(({ words }) => words.has(word)).length;
    return { word, weight: Math.log((1 + chunks.length) / (1 + spread)) };
  });
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  const similarityOf = (words: ReadonlySet<string>): number => {
    const met = asked.reduce((sum, { word, weight }) => (words.has(word) ? sum + weight : sum), 0);
    return total === 0 ? 0 : met / total;
  };
  return known
    .map(({ chunk, words }) => ({ ...chunk, similarity: similarityOf(words) }))
    .sort((left, right) => right.similarity - left.similarity);
}

/** At most so many chunks of each document. */
export function bestOfEach(chunks: readonly FoundChunk[], limit: number): FoundChunk[] {
  const taken = new Map<string, number>();
  return chunks.filter(({ document }) => {
    const count = (taken.get(document) ?? 0) + 1;
    taken.set(document, count);
    return count <= limit;
  });
}

/** Whether a chunk still fits, after those that did before it. */
export function roomFor(words: number): (chunk: Chunk) => boolean {
  let left = words;
  return (chunk) => {
    const isRoom = chunk.words <= left;
    if (isRoom) left -= chunk.words;
    return isRoom;
  };
}
