import { Component, computed, input } from '@angular/core';
import type { NumberSummary } from '@flow-trail/decisions';

import { CountPipe } from '../../../ui/unit-pipes';
import { numberWords } from './number-words';

/** Where numbers lie: the middle half as a box, the middle 80 % as a line, the median as a stroke. */
@Component({
  selector: 'ft-number-range',
  imports: [CountPipe],
  template: `
    <div class="line" aria-hidden="true">
      <i class="wide" [style.left.%]="at(numbers().p10)" [style.right.%]="100 - at(numbers().p90)"></i>
      <i class="half" [style.left.%]="at(numbers().p25)" [style.right.%]="100 - at(numbers().p75)"></i>
      <i class="middle" [style.left.%]="at(numbers().p50)"></i>
    </div>
    <dl>
      @for (mark of marks(); track mark.word) {
        <div>
          <dt>{{ mark.word }}</dt>
          <dd class="number">{{ mark.value }}</dd>
        </div>
      }
    </dl>
    <p>{{ numbers().count | count }} of {{ of() | count }} {{ what() }}</p>
  `,
  styles: `
    :host {
      display: block;
      max-width: 640px;
    }
    .line {
      position: relative;
      height: 14px;
      margin: 4px 0;
      border-bottom: 1px solid var(--line-strong);
    }
    i {
      position: absolute;
    }
    .wide {
      top: 6px;
      height: 2px;
      min-width: 2px;
      background: var(--text-3);
    }
    .half {
      top: 2px;
      height: 10px;
      min-width: 2px;
      border-radius: 2px;
      background: var(--accent-line);
    }
    .middle {
      top: 0;
      width: 2px;
      height: 14px;
      background: var(--text);
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
    }
    dl div {
      display: flex;
      gap: 4px;
    }
    dt,
    p {
      color: var(--text-3);
      font-size: var(--size-small);
    }
  `,
})
export class NumberRange {
  readonly numbers = input.required<NumberSummary>();
  readonly of = input.required<number>();
  readonly what = input.required<string>();

  protected readonly marks = computed(() => {
    const { min, p10, p25, p50, p75, p90, max, mean } = this.numbers();
    const named = { least: min, '10 %': p10, '25 %': p25, median: p50, '75 %': p75, '90 %': p90, most: max, mean };
    return Object.entries(named).map(([word, value]) => ({ word, value: numberWords(value) }));
  });

  protected at(value: number): number {
    const { min, max } = this.numbers();
    return max === min ? 50 : ((value - min) / (max - min)) * 98;
  }
}
