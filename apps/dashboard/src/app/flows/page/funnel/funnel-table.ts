import { Component, input } from '@angular/core';
import type { StageSummary } from '@flow-trail/decisions';

import { growing } from '../../../ui/growing';

const ROWS_A_BIT = 4;

/** The funnel as a table, for those who do not see it. */
@Component({
  selector: 'ft-funnel-table',
  template: `
    <table class="unseen" data-testid="funnel-table">
      <caption>
        Candidates at each stage
      </caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          @for (column of columns; track column.word) {
            <th scope="col">{{ column.word }}</th>
          }
          <th scope="col">comes from</th>
        </tr>
      </thead>
      <tbody>
        @for (stage of drawn(); track stage.name) {
          <tr>
            <th scope="row">{{ stage.name }}</th>
            @for (column of columns; track column.word) {
              <td>{{ stage[column.of] }}</td>
            }
            <td>{{ stage.from.join(', ') || 'the beginning' }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class FunnelTable {
  readonly stages = input.required<readonly StageSummary[]>();

  protected readonly drawn = growing(this.stages, ROWS_A_BIT, 0);

  protected readonly columns = [
    { word: 'in', of: 'in' },
    { word: 'kept', of: 'kept' },
    { word: 'dropped', of: 'dropped' },
    { word: 'error', of: 'error' },
    { word: 'skipped', of: 'skipped' },
    { word: 'unexplained', of: 'unexplained' },
    { word: 'not recorded', of: 'notRecorded' },
    { word: 'vanished', of: 'vanished' },
    { word: 'appeared', of: 'appeared' },
  ] as const;
}
