// Summarises 100,000 records with five rules, as the processor does, and says what it took. Run by `nx run decisions:bench`.
import { encodeSegment, segmentOf, summariseText } from '@flow-trail/decisions';

const count = 100_000;
const decision = {
  candidate: 'id',
  label: 'title',
  records: 'candidates',
  total: 'total',
  score: 'score',
  rules: {
    rating: { actual: 'rating', op: '>=', threshold: 7 },
    votes: { actual: 'votes', op: '>=', threshold: 1000, missing: 'drop' },
    year: { actual: 'year', op: 'between', threshold: [1980, 2010] },
    genre: { actual: 'genre', op: 'in', threshold: ['drama', 'comedy'] },
    price: { actual: 'price', op: '<=', threshold: 40 },
  },
};
const genres = ['drama', 'comedy', 'horror'];
const candidates = Array.from({ length: count }, (_, index) => ({
  id: `B${index}`,
  title: `Film number ${index}`,
  rating: ((index * 7) % 100) / 10,
  votes: (index * 7919) % 100_000,
  year: 1950 + ((index * 13) % 70),
  genre: genres[index % genres.length],
  price: ((index * 31) % 10_000) / 100,
  score: ((index * 104_729) % 1_000_003) / 1_000_003,
}));
const text = JSON.stringify({ total: 5_000_000, candidates });
candidates.length = 0;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
process.stdout.write(`${count} records, 5 rules, ${megabytes(text.length)} of JSON\n`);
for (const run of ['cold', 'warm', 'warm']) {
  globalThis.gc();
  const before = process.memoryUsage();
  const started = performance.now();
  const cpu = process.cpuUsage();
  const { summary, columns } = summariseText(text, { decision });
  const segment = encodeSegment(segmentOf(columns));
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const resident = process.memoryUsage().rss - before.rss;
  globalThis.gc();
  const held = process.memoryUsage();
  const kept = held.heapUsed + held.arrayBuffers - before.heapUsed - before.arrayBuffers;
  const { in: came, kept: survivors } = summary.decision;
  process.stdout.write(
    `${run}: ${took.toFixed(0)} ms (${((user + system) / 1000).toFixed(0)} ms of processor time), ` +
      `memory grew by ${megabytes(resident)}, ${megabytes(kept)} of it in use; ` +
      `${survivors} of ${came} kept, segment ${megabytes(segment.length)}\n`,
  );
}
