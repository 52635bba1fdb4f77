import { aPush, type PushBuilder } from '@flow-trail/testing';

const genres = ['Drama', 'Comedy', 'Thriller', 'Documentary', 'Western'];
const reasons = ['rating below the minimum', 'too few votes', 'kept', 'older than asked for'];
const bytesOfEnvelope = 400;
const usualObservationBytes = 512 * 1024;

/** The JSON of a flow with about this many bytes: records as a pipeline captures them, in observations of half a MiB unless told. */
export function flowOf(bytes: number, observationBytes = usualObservationBytes): Buffer {
  const count = Math.max(1, Math.ceil((bytes - bytesOfEnvelope) / observationBytes));
  const each = Math.max(1, Math.floor((bytes - bytesOfEnvelope) / count));
  let push: PushBuilder = aPush('bench').withStep('filter');
  for (let index = 0; index < count; index++) push = push.withObservation(`candidates-${index}`, recordsOf(each));
  return Buffer.from(push.json());
}

function recordsOf(bytes: number): { id: number }[] {
  const random = seeded(bytes);
  const records: { id: number }[] = [];
  for (let length = 2; length < bytes;) {
    const record = recordOf(records.length, random);
    length += JSON.stringify(record).length + 1;
    records.push(record);
  }
  return records;
}

function recordOf(id: number, random: () => number): { id: number } {
  const pick = (words: string[]): string | undefined => words[Math.floor(random() * words.length)];
  const votes = Math.floor(random() * 200_000);
  const rating = Math.round(random() * 10_000) / 1000;
  return { id, title: `Film number ${votes % 5000}`, rating, votes, genre: pick(genres), why: pick(reasons) } as {
    id: number;
  };
}

/** Mulberry32: the same numbers in every run, so that every run sends the same bytes. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
