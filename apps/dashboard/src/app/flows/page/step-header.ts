import { Component, computed, input } from '@angular/core';
import type { StepDetail } from '@flow-trail/contracts';

import { StatusMark } from '../../ui/status-mark';
import { DurationPipe } from '../../ui/unit-pipes';
import { JsonParts } from './json-parts';
import type { StepRow } from './step-rows';

@Component({
  selector: 'ft-step-header',
  imports: [DurationPipe, JsonParts, StatusMark],
  template: `
    @let step = row().step;
    <div class="line">
      <ft-status-mark [mark]="step.status" />
      <h2 class="cut">{{ step.name }}</h2>
      @if (row().iterations > 1) {
        <span class="tag">iteration {{ step.iteration }}</span>
      }
      @if (row().tries > 1 || step.version > 1) {
        <span class="tag">try {{ step.version }}{{ row().tries > 1 ? ' of ' + row().tries : '' }}</span>
      }
      <p class="reason" data-testid="step-reason" [title]="step.reason ?? ''">{{ step.reason ?? noReason(step) }}</p>
      <dl>
        @for (metric of metrics(); track metric.name) {
          <dt>{{ metric.name }}</dt>
          <dd class="number">{{ metric.value }}</dd>
        }
        <dt class="unseen">took</dt>
        <dd class="number">{{ step.durationMs | duration }}</dd>
      </dl>
    </div>
    <ft-json-parts [parts]="[{ name: 'config', value: step.config }]" />
  `,
  styles: `
    :host {
      display: block;
      padding: 10px 16px 6px;
    }
    .line {
      display: flex;
      align-items: baseline;
      gap: 8px;
      min-width: 0;
    }
    h2 {
      flex: none;
      max-width: 40%;
      font-size: 15px;
    }
    .reason {
      flex: 1;
      min-width: 0;
      max-height: 60px;
      overflow: auto;
      color: var(--text-2);
      overflow-wrap: anywhere;
    }
    dl {
      display: flex;
      flex: none;
      gap: 0 4px;
      color: var(--text-2);
    }
    dd:not(:last-child) {
      margin-right: 12px;
      color: var(--text);
    }
    dt {
      color: var(--text-3);
    }
  `,
})
export class StepHeader {
  readonly row = input.required<StepRow>();

  protected readonly metrics = computed(() => {
    const { metrics } = this.row().step;
    return Object.keys(metrics).map((name) => ({ name, value: metrics[name] }));
  });

  protected noReason({ status }: StepDetail): string {
    return status === 'running' || status === 'pending' ? `${status}…` : 'no reason given';
  }
}
