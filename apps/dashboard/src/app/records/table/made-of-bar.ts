import { Component, computed, input } from '@angular/core';

import type { MadeOf } from '../engine/contributions/made-of';

/** Parts beyond this many have one hue. */
const HUES = 4;

/** The parts of a score end to end; hatched what they do not explain. */
@Component({
  selector: 'ft-made-of-bar',
  template: `
    <span class="unseen">{{ words() }}</span>
    @for (part of madeOf().parts; track part.name; let index = $index) {
      <i
        [class.minus]="part.share < 0"
        [style.width.%]="width(part.share)"
        [style.opacity]="1 - least(index) * 0.2"
      ></i>
    }
    @if (madeOf().residual; as residual) {
      @if (residual.value !== 0) {
        <i class="residual" [style.width.%]="width(residual.share)"></i>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      min-width: 96px;
      height: 100%;
    }
    i {
      flex: none;
      min-width: 1px;
      height: 10px;
      background: var(--accent);
    }
    i.minus {
      background: var(--dropped);
    }
    i.residual {
      background: repeating-linear-gradient(135deg, var(--unexplained) 0 2px, var(--unexplained-soft) 2px 4px);
    }
  `,
  host: { '[title]': 'words()' },
})
export class MadeOfBar {
  readonly madeOf = input.required<MadeOf>();

  protected readonly words = computed(() => {
    const { combine, parts, residual } = this.madeOf();
    const named = parts.map(({ name, value }) => `${name} ${value}`).join(combine === 'sum' ? ' + ' : ' × ');
    return residual && residual.value !== 0 ? `${named}; unexplained ${residual.value.toPrecision(3)}` : named;
  });

  protected readonly least = (index: number): number => Math.min(index, HUES - 1);
  protected readonly width = (share: number): number => Math.abs(share) * 100;
}
