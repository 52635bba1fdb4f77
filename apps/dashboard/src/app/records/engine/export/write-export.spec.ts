import { expect, test } from '@jest/globals';

import { parseExact } from '@flow-trail/decisions';

import { parseFilter } from '../matrix/parse-filter';
import { Matrix, type MatrixQuery } from '../matrix/matrix';
import { parseExactJson } from '../exact-json';
import { OpenedObservation } from '../opened-observation';
import type { RecordQuery } from '../record-set';
import type { ExportFormat, ExportSource } from './export-source';
import { matrixSource } from './matrix-source';
import { recordSource } from './record-source';
import { writeExport } from './write-export';

const everything: RecordQuery = { conditions: [], text: '', sort: null };
const all: MatrixQuery = { filter: null, sort: null };

function recordsOf(text: string, query: RecordQuery, columns: string[]): ExportSource {
  const { records } = new OpenedObservation(parseExactJson(text), text.length, { queryable: null, decision: null });
  return recordSource(records!, query, columns);
}

async function written(source: ExportSource, format: ExportFormat): Promise<string> {
  const options = { signal: new AbortController().signal, onProgress: () => undefined, breathe: async () => undefined };
  const exported = await writeExport(source, format, options);
  // A decoder would take the mark at the beginning away.
  return Buffer.from(await exported!.blob.arrayBuffer()).toString('utf8');
}

const films = `[{"id":9007199254740993,"title":"=Heat, the \\"film\\"","rating":-8.20,"tags":["a",1.0],"seen":null},
  {"id":2,"title":"Ronin","rating":7},{"id":3,"title":"+Drive","rating":1E2}]`;

test('writes the columns that are shown, numbers as recorded', async () => {
  const text = await written(recordsOf(films, everything, ['id', 'title', 'rating', 'tags', 'seen']), 'csv');
  expect(text.split('\r\n')).toEqual([
    '\uFEFFid,title,rating,tags,seen',
    `9007199254740993,"'=Heat, the ""film""",-8.20,"[""a"",1.0]",`,
    '2,Ronin,7,,',
    `3,"'+Drive",1E2,,`,
    '',
  ]);
});

test('writes what matches, in its order', async () => {
  const query: RecordQuery = {
    conditions: [{ path: 'rating', op: '>', value: '5' }],
    text: '',
    sort: { path: 'id', direction: 'desc' },
  };
  const source = recordsOf(films, query, ['id']);
  expect([source.matched, source.total]).toEqual([2, 3]);
  expect(await written(source, 'csv')).toBe('\uFEFFid\r\n3\r\n2\r\n');
});

test('makes the names of columns inert too', async () => {
  expect(await written(recordsOf('[{"=cmd":1}]', everything, ['=cmd']), 'csv')).toBe(`\uFEFF"'=cmd"\r\n1\r\n`);
});

test('writes whole records as JSON, numbers as recorded', async () => {
  const text = await written(recordsOf(films, everything, ['id']), 'json');
  expect(text).toContain('{"id":9007199254740993,"title":"=Heat, the \\"film\\"","rating":-8.20,"tags":["a",1.0]');
  expect(JSON.parse(text)).toHaveLength(3);
  expect(JSON.parse(await written(recordsOf('[]', everything, []), 'json'))).toEqual([]);
});

test('writes 100,000 records in pieces, tells how far it is, and can be stopped', async () => {
  const text = `[${Array.from({ length: 100_000 }, (_, id) => `{"id":${id}}`).join()}]`;
  const source = recordsOf(text, everything, ['id']);
  expect((await written(source, 'csv')).split('\r\n')).toHaveLength(100_002);
  const abort = new AbortController();
  const seen: number[] = [];
  const options = {
    signal: abort.signal,
    onProgress: (rows: number) => void seen.push(rows),
    breathe: async () => (seen.length === 2 ? abort.abort() : undefined),
  };
  expect(await writeExport(source, 'csv', options)).toBeNull();
  expect(seen).toEqual([1000, 2000]);
});

function matrixOf(): Matrix {
  const part = {
    observationId: 'o1',
    step: { name: 'judge', version: 1, iteration: 1 },
    name: 'films',
    version: 1,
    role: null,
    declaration: {
      candidate: 'id',
      label: 'title',
      score: 'score',
      rules: { rating: { actual: 'rating', op: '>=' as const, threshold: 7 } },
    },
    records: null,
  };
  const times = { createdAt: '2026-01-01T12:00:00Z', startedAt: null, finishedAt: null };
  const matrix = new Matrix([part], [{ ...part.step, position: 0, parent: null, ...times }]);
  const records =
    '[{"id":1,"title":"=Heat","score":9007199254740993,"rating":8},{"id":"2","title":"Ronin","score":7,"rating":6.9}]';
  for (const record of parseExact(records) as unknown[]) matrix.parts[0]!.add(record);
  matrix.complete();
  return matrix;
}

test('writes candidates with what became of them at each step', async () => {
  expect((await written(matrixSource(matrixOf(), all), 'csv')).split('\r\n')).toEqual([
    '\uFEFFkind,id,label,judge.outcome,judge.score,judge.rule,judge.failed alone,judge.why',
    `,1,"'=Heat",kept,9007199254740993,,,`,
    ',2,Ronin,dropped,7,rating,true,6.9 < 7',
    '',
  ]);
});

test('writes only the candidates of a condition, the text "2" as a text', async () => {
  const parsed = parseFilter('judge.outcome = dropped', [{ name: 'judge/films', word: 'judge' }]);
  const filter = parsed.status === 'ok' ? parsed.filter : null;
  const source = matrixSource(matrixOf(), { filter, sort: null });
  expect([source.matched, source.total]).toEqual([1, 2]);
  const [row] = JSON.parse(await written(source, 'json')) as { id: unknown; steps: Record<string, unknown> }[];
  expect(row).toMatchObject({ id: '2', steps: { judge: { outcome: 'dropped', score: 7, 'failed alone': true } } });
});
