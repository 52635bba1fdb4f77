import { beforeEach, expect, test } from '@jest/globals';

import { DrawnCells, element } from './drawn-cells';

let row: HTMLElement;
let cells: DrawnCells<{ place: number; text: string }>;

beforeEach(() => {
  row = document.createElement('div');
  cells = new DrawnCells(row, ({ text }) => element('span', 'cell', text));
});

const show = (...texts: string[]): Element[] => {
  cells.show(texts.map((text, place) => ({ place, text })));
  return [...row.children];
};

test('leaves a cell that shows the same', () => {
  const [heat, ronin] = show('Heat', 'Ronin');
  const [same, other] = show('Heat', 'Thief');
  expect(same).toBe(heat);
  expect(other).not.toBe(ronin);
  expect(row.textContent).toBe('HeatThief');
});

test.each([[['a', 'b', 'c']], [['a']], [[]], [['c', 'b', 'a', 'd']]])(
  'shows %j, whatever was shown before',
  (texts) => {
    show('x', 'b', 'y');
    expect(show(...texts).map((cell) => cell.textContent)).toEqual(texts);
  },
);

test('moves cells that stand elsewhere', () => {
  cells.show([1, 2, 3].map((place) => ({ place, text: `${place}` })));
  cells.show([3, 4, 1, 2].map((place) => ({ place, text: `${place}` })));
  expect(row.textContent).toBe('3412');
});

test('takes hostile text for text', () => {
  show('<img src=x onerror=alert(1)>');
  expect(row.querySelector('img')).toBeNull();
});
