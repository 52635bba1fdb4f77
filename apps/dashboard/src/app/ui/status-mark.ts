import { Component, computed, input } from '@angular/core';
import type { FlowStatus, Outcome, StepStatus } from '@flow-trail/contracts';

export type Mark = FlowStatus | StepStatus | Outcome | 'unexplained' | 'vanished';

const lines = {
  disc: 'M2 6a4 4 0 1 1 8 0a4 4 0 1 1-8 0z',
  cross: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  arc: 'M6 1.75a4.25 4.25 0 1 1-4.25 4.25',
  broken: 'M4.6 2a4.25 4.25 0 0 0 0 8M7.4 2a4.25 4.25 0 0 1 0 8',
  dotted: 'M1.75 6a4.25 4.25 0 1 1 8.5 0a4.25 4.25 0 1 1-8.5 0z',
  ring: 'M2.25 6a3.75 3.75 0 1 1 7.5 0a3.75 3.75 0 1 1-7.5 0z',
  diamond: 'M6 1.5 10.5 6 6 10.5 1.5 6z',
  question: 'M3.6 4a2.4 2.4 0 1 1 3.5 2.1c-.8.5-1.1.9-1.1 1.7M6 10.4v.1',
};

type Shape = keyof typeof lines;

const shapes: Record<Mark, [Shape, hue: string]> = {
  completed: ['disc', 'kept'],
  kept: ['disc', 'kept'],
  failed: ['cross', 'error'],
  error: ['cross', 'error'],
  running: ['arc', 'running'],
  interrupted: ['broken', 'dropped'],
  pending: ['dotted', 'text-3'],
  dropped: ['ring', 'dropped'],
  skipped: ['diamond', 'skipped'],
  unexplained: ['question', 'unexplained'],
  vanished: ['question', 'unexplained'],
};

/** A shape beside the hue, so that nobody needs the hue. */
@Component({
  selector: 'ft-status-mark',
  template: `
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" [attr.class]="'status-mark ' + shape()">
      <path [attr.d]="line()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
  `,
  host: { '[style.color]': 'color()' },
})
export class StatusMark {
  readonly mark = input.required<Mark>();

  protected readonly shape = computed(() => shapes[this.mark()][0]);
  protected readonly line = computed(() => lines[this.shape()]);
  protected readonly color = computed(() => `var(--${shapes[this.mark()][1]})`);
}

/** The shape alone, for what is drawn without templates; it has the colour of the text beside it. */
export function drawMark(mark: Mark): SVGElement {
  const [shape] = shapes[mark];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const attributes = {
    viewBox: '0 0 12 12',
    width: '12',
    height: '12',
    'aria-hidden': 'true',
    class: `status-mark ${shape}`,
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute('d', lines[shape]);
  svg.append(path);
  return svg;
}
