import { describe, expect, it } from '@jest/globals';
import { tableOf } from './table.js';

const about = { bench: 'accept', title: 'Accept', columns: ['Flow Trail', 'bare'] as [string, string] };
const row = { load: '8 KB', measure: 'accepted', unit: '/s' };

describe('the table of results', () => {
  it('shows the medians of the rounds and how they compare', () => {
    const table = tableOf({
      ...about,
      rows: [{ ...row, ours: [500, 1, 650], bare: [1000, 1200, 1000] }],
    });
    expect(table).toBe(
      [
        '### accept\n\nAccept\n',
        '| load | measure      | Flow Trail |  bare | ratio | of the rounds |',
        '|------|--------------|-----------:|------:|------:|--------------:|',
        '| 8 KB | accepted, /s |        500 | 1,000 |  0.50 |  0.00 to 0.65 |',
      ].join('\n'),
    );
  });

  it('leaves the ratio out where there is nothing to compare with', () => {
    expect(tableOf({ ...about, rows: [{ ...row, ours: [2.3456] }] })).toMatch(/\| +2\.35 \| +\| +\| +\|$/);
    expect(tableOf({ ...about, rows: [{ ...row, ours: [0], bare: [0] }] })).toMatch(/\| +0 \| +0 \| +– \| +\|$/);
  });
});
