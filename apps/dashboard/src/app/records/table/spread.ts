import { Component, computed, input } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { Distribution } from '../engine/distribution';
import { histogramPath, isNumeric, MOST_SEGMENTS } from './spread-shape';

/** How the values of a column are spread, as small as it can be read: a histogram of numbers, the shares of the top values. */
@Component({
  selector: 'ft-spread',
  imports: [CountPipe],
  template: `
    @let shown = distribution();
    @if (path(); as drawn) {
      <svg [attr.viewBox]="'0 0 ' + (shown.numbers?.bins?.length ?? 1) + ' 16'" preserveAspectRatio="none">
        <path [attr.d]="drawn" />
      </svg>
    } @else if (segments().length > 0) {
      @for (segment of segments(); track $index) {
        <i [style.flex-grow]="segment.count" [attr.data-outcome]="segment.text"></i>
      }
      <i class="rest" [style.flex-grow]="rest()"></i>
    } @else {
      <span>{{ shown.distinct | count }} different</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: flex-end;
      gap: 1px;
      width: 100%;
      height: 16px;
      color: var(--text-3);
      font-size: 11px;
      line-height: 16px;
    }
    svg {
      width: 100%;
      max-width: 160px;
      height: 16px;
    }
    path {
      fill: var(--text-3);
      opacity: 0.7;
    }
    i {
      flex-basis: 0;
      min-width: 2px;
      height: 6px;
      margin-bottom: 4px;
      background: var(--line-strong);
    }
    i:first-child {
      background: var(--text-3);
    }
    i.rest {
      min-width: 0;
      background: var(--line);
    }
    i[data-outcome='kept'] {
      background: var(--kept);
    }
    i[data-outcome='dropped'] {
      background: var(--dropped);
    }
    i[data-outcome='error'] {
      background: var(--error);
    }
    i[data-outcome='skipped'] {
      background: var(--skipped);
    }
    span {
      overflow: hidden;
      white-space: nowrap;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Spread {
  readonly distribution = input.required<Distribution>();

  protected readonly path = computed(() => {
    const { numbers } = this.distribution();
    return numbers && isNumeric(this.distribution()) ? histogramPath(numbers) : null;
  });
  /** Nothing where no value comes often enough to be a share. */
  protected readonly segments = computed(() => {
    const { values, present } = this.distribution();
    return values.filter(({ count }) => count > 1 && count >= present / 200).slice(0, MOST_SEGMENTS);
  });
  protected readonly rest = computed(
    () => this.distribution().present - this.segments().reduce((sum, { count }) => sum + count, 0),
  );
}
