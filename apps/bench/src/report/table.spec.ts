import { describe, expect, it } from '@jest/globals';
import { tableOf } from './table.js';

const about = { bench: 'accept', title: 'Accept', columns: ['Flow Trail', 'bare'] as [string, string] };
const row = { load: '8 KB', measure: 'accepted', unit: '/s' };

describe('the table of results', () => {
  it('shows the medians of the rounds and how they compare', () => {
    const table = tableOf({
      ...about,
      rows: [{ ...row, ours: [1, 600, 650], bare: [1000, 1200] }],
    });
    expect(table).toBe(
      [
        '### accept\n\nAccept\n',
        '| load | measure      | Flow Trail |  bare | ratio |',
        '|------|--------------|-----------:|------:|------:|',
        '| 8 KB | accepted, /s |        600 | 1,100 |  0.55 |',
      ].join('\n'),
    );
  });

  it('leaves the ratio out where there is nothing to compare with', () => {
    expect(tableOf({ ...about, rows: [{ ...row, ours: [2.3456] }] })).toMatch(/\| +2\.35 \| +\| +\|$/);
    expect(tableOf({ ...about, rows: [{ ...row, ours: [0], bare: [0] }] })).toMatch(/\| +0 \| +0 \| +– \|$/);
  });
});
