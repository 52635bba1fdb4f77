import { Component, computed, input } from '@angular/core';
import type { FlowStatus, Outcome, StepStatus } from '@flow-trail/contracts';

export type Mark = FlowStatus | StepStatus | Outcome | 'unexplained' | 'vanished';

type Shape = 'disc' | 'cross' | 'arc' | 'broken' | 'dotted' | 'ring' | 'diamond' | 'question';

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
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" [attr.class]="shape()">
      @switch (shape()) {
        @case ('disc') {
          <circle cx="6" cy="6" r="4" class="solid" />
        }
        @case ('cross') {
          <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" class="stroke" />
        }
        @case ('arc') {
          <path d="M6 1.75a4.25 4.25 0 1 1-4.25 4.25" class="stroke" />
        }
        @case ('broken') {
          <path d="M4.6 2a4.25 4.25 0 0 0 0 8M7.4 2a4.25 4.25 0 0 1 0 8" class="stroke" />
        }
        @case ('dotted') {
          <circle cx="6" cy="6" r="4.25" class="stroke" stroke-dasharray="1.6 1.74" />
        }
        @case ('ring') {
          <circle cx="6" cy="6" r="3.75" class="stroke" />
        }
        @case ('diamond') {
          <path d="M6 1.5 10.5 6 6 10.5 1.5 6z" class="stroke" />
        }
        @case ('question') {
          <path d="M3.6 4a2.4 2.4 0 1 1 3.5 2.1c-.8.5-1.1.9-1.1 1.7M6 10.4v.1" class="stroke" />
        }
      }
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    .solid {
      fill: currentColor;
    }
    .stroke {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
    }
    .arc {
      animation: turn 1.4s linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
  `,
  host: { '[style.color]': 'color()' },
})
export class StatusMark {
  readonly mark = input.required<Mark>();

  protected readonly shape = computed(() => shapes[this.mark()][0]);
  protected readonly color = computed(() => `var(--${shapes[this.mark()][1]})`);
}
