import { describe, expect, test } from '@jest/globals';

import type { Condition } from './condition';
import { type JsonRecord, parseExactJson } from './exact-json';
import { type RecordQuery, RecordSet } from './record-set';
import type { Sort } from './sort';

const films = parseExactJson(`[
  {"title": "Heat", "rating": 8.2, "genre": "Crime", "kept": true},
  {"title": "Ronin", "rating": 7.3, "genre": "Action", "kept": false},
  {"title": "Drive", "genre": "crime drama", "kept": true},
  {"title": 300, "rating": 7.3, "genre": null, "kept": false}
]`) as JsonRecord[];
const declared = { queryable: { rating: 'number' } as const, decision: { candidate: 'title', outcome: 'kept' } };

const all: RecordQuery = { conditions: [], text: '', sort: null };
const indexes = (query: Partial<RecordQuery>): number[] =>
  new RecordSet(films, declared).window({ ...all, ...query }, 0, 100).rows.map(({ index }) => index);
const where = (...conditions: Condition[]): number[] => indexes({ conditions });
const sorted = (path: string, direction: Sort['direction']): number[] => indexes({ sort: { path, direction } });

describe('a window', () => {
  test('holds the asked rows only, and counts all', () => {
    const window = new RecordSet(films, declared).window(all, 1, 2);
    expect(window).toMatchObject({ matched: 4, total: 4, from: 1 });
    expect(window.rows.map(({ index }) => index)).toEqual([1, 2]);
  });

  test('reads its cells in the order of the columns', () => {
    const records = new RecordSet(films, declared);
    expect(records.columns.map(({ path }) => path)).toEqual(['title', 'kept', 'rating', 'genre']);
    expect(records.window(all, 2, 1).rows[0]?.cells).toEqual([
      { kind: 'string', text: 'Drive' },
      { kind: 'kept', text: 'kept' },
      { kind: 'missing', text: '' },
      { kind: 'string', text: 'crime drama' },
    ]);
  });

  test('reads only the cells of the columns that are wanted', () => {
    const records = new RecordSet([{ a: 1, b: 2, c: 3 }], { queryable: null, decision: null });
    const { rows } = records.window(all, 0, 1, ['c', 'a']);
    expect(rows[0]?.cells.map(({ text }) => text)).toEqual(['3', '1']);
  });

  test('leaves keys beyond the thousandth to the record itself', () => {
    const wide = Object.fromEntries(Array.from({ length: 1010 }, (_, index) => [`c${index}`, index]));
    const records = new RecordSet([wide], { queryable: null, decision: null });
    expect([records.columns.length, records.hiddenColumns]).toEqual([1000, 10]);
  });

  test('shows an outcome in the words of the pipeline, with what they mean', () => {
    const decision = { candidate: 'id', outcome: 'said', outcomes: { approve: 'kept' } as const };
    const records = new RecordSet([{ id: 1, said: 'approve' }], { queryable: null, decision });
    expect(records.window(all, 0, 1).rows[0]?.cells[1]).toEqual({ kind: 'kept', text: 'approve' });
  });
});

describe('filters', () => {
  test('must all hold', () => {
    expect(where({ path: 'rating', op: '>=', value: '7' }, { path: 'genre', op: '=', value: 'Crime' })).toEqual([0]);
  });

  test('find a reason by its form, numbers as #, as the funnel counts it', () => {
    const said = ['price 8.99 < 12', 'price 3  < 12', 'price 3 < 12 today', null].map((why) => ({ why }));
    const records = new RecordSet(said, { queryable: null, decision: { candidate: 'id', reason: 'why' } });
    const found = (value: string): number =>
      records.window({ ...all, conditions: [{ path: 'why', op: '=', value }] }, 0, 9).matched;
    expect([found('price # < #'), found('price 8.99 < 12'), found('null')]).toEqual([2, 1, 1]);
  });

  test('find an outcome by its word', () => {
    expect(where({ path: 'kept', op: '=', value: 'kept' })).toEqual([0, 2]);
    expect(where({ path: 'kept', op: '=', value: 'false' })).toEqual([1, 3]);
  });

  test('search all values whatever the case', () => {
    expect(indexes({ text: 'CRIME' })).toEqual([0, 2]);
    expect(indexes({ text: '300' })).toEqual([3]);
  });

  test('do not search across two values', () => expect(indexes({ text: 'heat8' })).toEqual([]));
});

describe('sorting', () => {
  test('puts what is missing last either way', () => {
    expect(sorted('rating', 'asc')).toEqual([1, 3, 0, 2]);
    expect(sorted('rating', 'desc')).toEqual([0, 1, 3, 2]);
  });

  test('keeps equal records in their order', () => expect(sorted('rating', 'desc').slice(1, 3)).toEqual([1, 3]));

  test('puts numbers before text and ignores the case', () => expect(sorted('title', 'asc')).toEqual([3, 2, 0, 1]));

  test('goes together with a filter', () => {
    const conditions: Condition[] = [{ path: 'kept', op: '=', value: 'true' }];
    expect(indexes({ conditions, sort: { path: 'title', direction: 'asc' } })).toEqual([2, 0]);
  });

  test('orders dates by time when they are declared', () => {
    const records = [{ d: 'Jun 12 1998' }, { d: 'Dec 31 1974' }, { d: null }];
    const set = new RecordSet(records, { queryable: { d: 'date' }, decision: null });
    const window = set.window({ ...all, sort: { path: 'd', direction: 'asc' } }, 0, 3);
    expect(window.rows.map(({ index }) => index)).toEqual([1, 0, 2]);
  });

  test('tells integers apart that a double confuses', () => {
    const records = parseExactJson('[{"id":9007199254740993},{},{"id":9007199254740992},{"id":9007199254740993}]');
    const set = new RecordSet(records as JsonRecord[], { queryable: null, decision: null });
    const places = (direction: Sort['direction']): number[] => [
      ...set.indexesOf({ ...all, sort: { path: 'id', direction } }),
    ];
    expect(places('asc')).toEqual([2, 0, 3, 1]);
    expect(places('desc')).toEqual([0, 3, 2, 1]);
  });
});

describe('a distribution', () => {
  const records = parseExactJson(`[
    {"rating": 1, "genre": "Crime"}, {"rating": 5, "genre": "Crime"}, {"rating": 9.0, "genre": null},
    {"genre": "Action"}, {"rating": "none", "genre": "Crime", "tags": ["a"]}
  ]`) as JsonRecord[];
  const set = new RecordSet(records, { queryable: null, decision: null });

  test('counts values, the most frequent first, of the records that match', () => {
    expect(set.distribution(all, 'genre')).toMatchObject({
      records: 5,
      present: 4,
      distinct: 2,
      values: [
        { text: 'Crime', count: 3 },
        { text: 'Action', count: 1 },
      ],
      numbers: null,
    });
    const query = { ...all, conditions: [{ path: 'rating', op: '>', value: '1' } as const] };
    expect(set.distribution(query, 'genre')).toMatchObject({ records: 2, values: [{ text: 'Crime', count: 1 }] });
  });

  test('puts numbers into bins, exact ones too, and leaves words out', () => {
    const { numbers, present } = set.distribution(all, 'rating');
    expect([present, numbers?.min, numbers?.max, numbers?.count]).toEqual([4, 1, 9, 3]);
    expect(numbers?.bins.flatMap((count, bin) => (count > 0 ? [bin] : []))).toEqual([0, 12, 23]);
  });

  test('takes equal numbers together, however they are written, and names no more than fifty values', () => {
    const texts = Array.from({ length: 200 }, (_, at) => `{"x":${at < 20 ? '2.50' : at < 50 ? 3 : at}}`);
    const many = parseExactJson(`[${texts.join(',')}]`) as JsonRecord[];
    const { values, distinct, present } = new RecordSet(many, { queryable: null, decision: null }).distribution(
      all,
      'x',
    );
    expect([present, distinct, values.length]).toEqual([200, 152, 50]);
    expect(values.slice(0, 4).map(({ text, count }) => `${text} ${count}`)).toEqual([
      '3 30',
      '2.50 20',
      '50 1',
      '51 1',
    ]);
  });
});

test('sorts words, numbers, booleans and lists in one column, both ways', () => {
  const mixed = parseExactJson(
    '[{"x":true},{"x":"b"},{"x":2},{},{"x":1.0},{"x":"A"},{"x":false},{"x":null},{"x":[1]}]',
  );
  const places = (direction: Sort['direction']): number[] =>
    new RecordSet(mixed as JsonRecord[], { queryable: null, decision: null })
      .window({ ...all, sort: { path: 'x', direction } }, 0, 100)
      .rows.map(({ index }) => index);
  expect(places('asc')).toEqual([4, 2, 8, 5, 1, 6, 0, 3, 7]);
  expect(places('desc')).toEqual([0, 6, 1, 5, 8, 2, 4, 3, 7]);
});
