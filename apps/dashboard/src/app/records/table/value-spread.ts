import { Component, computed, input, output } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { Condition } from '../engine/condition';
import type { Distribution } from '../engine/distribution';
import { binEdges, isNumeric } from './spread-shape';

const TOP = 12;

/** How the values of a path are spread, each part of it a condition. */
@Component({
  selector: 'ft-value-spread',
  imports: [CountPipe],
  templateUrl: './value-spread.html',
  styleUrl: './value-spread.css',
})
export class ValueSpread {
  readonly path = input.required<string>();
  readonly distribution = input.required<Distribution>();
  readonly conditions = output<Condition[]>();

  protected readonly bins = computed(() => {
    const { numbers } = this.distribution();
    if (!numbers || !isNumeric(this.distribution())) return [];
    const most = Math.max(...numbers.bins, 1);
    return numbers.bins.map((count, at) => {
      const [from, to] = binEdges(numbers, at);
      return { count, from, to, isLast: at === numbers.bins.length - 1, share: (count / most) * 100 };
    });
  });
  protected readonly values = computed(() => {
    const { values, present } = this.distribution();
    if (this.bins().length > 0) return [];
    return values.slice(0, TOP).map((value) => ({ ...value, share: (value.count / present) * 100 }));
  });
  protected readonly others = computed(() => {
    const { present } = this.distribution();
    return present - this.values().reduce((sum, { count }) => sum + count, 0);
  });
  protected readonly words = (value: number): string => String(Number(value.toPrecision(5)));

  protected byValue(text: string): void {
    // What was cut is found by what is left of it.
    const isCut = text.endsWith('…');
    this.conditions.emit([
      { path: this.path(), op: isCut ? 'contains' : '=', value: isCut ? text.slice(0, -1) : text },
    ]);
  }

  protected byBin({ from, to, isLast }: { from: number; to: number; isLast: boolean }): void {
    const path = this.path();
    this.conditions.emit([
      { path, op: '>=', value: String(from) },
      { path, op: isLast ? '<=' : '<', value: String(to) },
    ]);
  }
}
