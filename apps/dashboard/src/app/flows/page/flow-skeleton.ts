import { Component } from '@angular/core';

/** The flow page before its document is there. */
@Component({
  selector: 'ft-flow-skeleton',
  template: `
    <i class="skeleton answer"></i>
    <i class="skeleton meta"></i>
    <div class="card">
      <div>
        @for (width of [54, 40, 62, 48, 58, 44]; track $index) {
          <i class="skeleton" [style.width.%]="width"></i>
        }
      </div>
      <div>
        @for (width of [30, 92, 84, 95, 78, 88, 91, 70, 86]; track $index) {
          <i class="skeleton" [style.width.%]="width"></i>
        }
      </div>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      gap: 14px;
      padding-top: 8px;
    }
    .answer {
      width: 46%;
      height: 18px;
    }
    .meta {
      width: 32%;
    }
    .card {
      display: grid;
      flex: 1;
      grid-template-columns: clamp(320px, 27vw, 480px) 1fr;
    }
    .card > div {
      display: grid;
      align-content: start;
      gap: 30px;
      padding: 24px 16px;
    }
    .card > div + div {
      gap: 18px;
      border-left: 1px solid var(--line);
    }
  `,
  host: { 'aria-busy': 'true', 'data-testid': 'skeleton' },
})
export class FlowSkeleton {}
