import { Component, input } from '@angular/core';
import type { StageSummary } from '@flow-trail/decisions';

import { growing } from '../../../ui/growing';

const ROWS_A_BIT = 10;

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
          <th scope="col">in</th>
          <th scope="col">kept</th>
          <th scope="col">dropped</th>
          <th scope="col">error</th>
          <th scope="col">skipped</th>
          <th scope="col">unexplained</th>
          <th scope="col">not recorded</th>
          <th scope="col">vanished</th>
          <th scope="col">appeared</th>
          <th scope="col">comes from</th>
        </tr>
      </thead>
      <tbody>
        <!-- A row is one view: with a loop over its cells, 200 stages were 50,000 views looked at. -->
        @for (stage of drawn(); track stage.name) {
          <tr>
            <th scope="row">{{ stage.name }}</th>
            <td>{{ stage.in }}</td>
            <td>{{ stage.kept }}</td>
            <td>{{ stage.dropped }}</td>
            <td>{{ stage.error }}</td>
            <td>{{ stage.skipped }}</td>
            <td>{{ stage.unexplained }}</td>
            <td>{{ stage.notRecorded }}</td>
            <td>{{ stage.vanished }}</td>
            <td>{{ stage.appeared }}</td>
            <td>{{ stage.from.join(', ') || 'the beginning' }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class FunnelTable {
  readonly stages = input.required<readonly StageSummary[]>();

  protected readonly drawn = growing(this.stages, ROWS_A_BIT, 0, 'unseen');
}
