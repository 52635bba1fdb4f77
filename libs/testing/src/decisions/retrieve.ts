import { type IdStyle, Population } from './candidates.js';
import { identityFor } from './decision.js';
import { fieldFor, put } from './fields.js';
import type { Ledger } from './ledger.js';
import { listingStage } from './survivors-stage.js';
import type { SeededRandom } from './random.js';
import type { Candidate } from './stage.js';

/** How candidates are found: by one search, on several pages, by parallel searches, or as chunks of documents. */
export const shapes = ['single', 'single', 'pages', 'branches', 'chunks'] as const;
export type Shape = (typeof shapes)[number];

/** Finds everybody; so many more were there and are not recorded. */
export function retrieve(
  ledger: Ledger,
  shape: Exclude<Shape, 'chunks'>,
  everybody: readonly Candidate[],
  notRecorded: number,
): void {
  const half = Math.ceil(everybody.length / 2);
  if (shape === 'single') ledger.settle(ledger.add('search', listingStage(everybody), { notRecorded }));
  if (shape === 'pages') {
    ledger.settle(ledger.add('search', listingStage(everybody.slice(0, half)), { notRecorded }));
    ledger.settle(ledger.add('search', listingStage(everybody.slice(half)), { iteration: 2 }));
  }
  if (shape === 'branches') {
    const parent = 'retrieve';
    ledger.settle(ledger.add('keyword', listingStage(everybody.slice(0, half + 1)), { notRecorded, parent }));
    ledger.settle(ledger.add('vector', listingStage(everybody.slice(half - 1)), { parent, isParallel: true }));
  }
}

/** Documents with the chunks that were made of each. */
export type Documents = ReadonlyMap<Candidate, readonly Candidate[]>;

/** Reads documents and cuts them into chunks; ids of the two kinds look alike. */
export function retrieveChunks(
  random: SeededRandom,
  ledger: Ledger,
  style: IdStyle,
  chunks: readonly Candidate[],
  notRecorded: number,
): Documents {
  const identity = { ...identityFor(random, false), kind: 'document' };
  const documents = new Population(random, style === 'text' ? 'text' : 'number').many(random.int(2, 4));
  ledger.settle(ledger.add('read', listingStage(documents), { identity }));
  const made = new Map(documents.map((document) => [document, [] as Candidate[]]));
  const sources = fieldFor(random, 'chunk of');
  const stage = listingStage(chunks);
  for (const { candidate, body } of stage.records) {
    const document = random.pick(documents);
    made.get(document)?.push(candidate);
    const id = document.id as string | number;
    put(body, sources, random.chance(0.5) ? id : [id]);
  }
  ledger.settle(ledger.add('split', { ...stage, declares: { sources: sources.path } }, { notRecorded }));
  return made;
}

/** A document goes as far as one of its chunks. What became of it when none was selected is told of its chunks alone. */
export function endDocuments(ledger: Ledger, documents: Documents, selected: ReadonlySet<Candidate>): void {
  // Where chunks may be missing, nobody can say that a document has none.
  const isWhole = ledger.decisions.every(({ notRecorded }) => notRecorded === 0);
  for (const [document, chunks] of documents) {
    const read = ledger.keptAt(document);
    if (chunks.length === 0 && isWhole) ledger.end(document, read, { verdict: 'vanished' });
    if (chunks.some((chunk) => selected.has(chunk))) ledger.end(document, read, { verdict: 'selected' });
  }
}
