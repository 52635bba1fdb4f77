import { Component, computed, input } from '@angular/core';
import type { Funnel } from '@flow-trail/contracts';

import { countText } from '../../ui/units';

const HEIGHT = 16;

/** How candidates became fewer, small: a bar a stage, what nobody explained beside them in red. */
@Component({
  selector: 'ft-small-funnel',
  template: `
    <span class="bars" [class.many]="bars().length > 12" aria-hidden="true">
      @for (bar of bars(); track $index) {
        <i [style.height.px]="bar.into"><b [style.height.px]="bar.kept"></b></i>
      }
    </span>
    <span class="unseen">{{ words() }}</span>
    @if (last(); as stage) {
      <span class="number" aria-hidden="true">{{ stage }}</span>
    }
    @if (funnel().unexplained > 0) {
      <span class="alarm number" data-testid="row-unexplained" [title]="unexplained()">?{{ odd() }}</span>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: flex;
      align-items: center;
      gap: 6px;
      overflow: hidden;
    }
    .bars {
      display: flex;
      align-items: end;
      gap: 1px;
      height: 16px;
      min-width: 0;
    }
    .many {
      gap: 0;
    }
    i {
      display: flex;
      align-items: end;
      flex: 0 1 auto;
      width: 5px;
      min-width: 0;
      background: var(--dropped-fill);
    }
    b {
      width: 100%;
      background: var(--kept);
    }
    .number {
      flex: none;
      color: var(--text-2);
    }
    .alarm {
      color: var(--unexplained);
      font-weight: 650;
    }
  `,
  host: { '[title]': 'words()', 'data-testid': 'small-funnel' },
})
export class SmallFunnel {
  readonly funnel = input.required<Funnel>();

  protected readonly bars = computed(() => {
    const { stages } = this.funnel();
    const greatest = Math.log1p(Math.max(1, ...stages.map((stage) => stage.in)));
    // Logarithmic, so that one of thousands is seen too.
    const heightOf = (count: number): number => (count === 0 ? 0 : 2 + (HEIGHT - 2) * (Math.log1p(count) / greatest));
    return stages.map((stage) => ({ into: heightOf(stage.in), kept: heightOf(stage.kept) }));
  });
  protected readonly last = computed(() => {
    const stage = this.funnel().stages.at(-1);
    return stage && countText(stage.kept);
  });
  protected readonly words = computed(() =>
    this.funnel()
      .stages.map((stage) => `${stage.name}: ${countText(stage.in)} in, ${countText(stage.kept)} kept`)
      .join('; '),
  );
  protected readonly odd = computed(() => countText(this.funnel().unexplained));
  protected readonly unexplained = computed(() => `${this.odd()} unexplained`);
}
