import { Component, computed, type ElementRef, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FlowListItem } from '@flow-trail/contracts';

import { StatusMark } from '../../ui/status-mark';
import { AgePipe, BytesPipe, CountPipe, DurationPipe, ShortIdPipe } from '../../ui/unit-pipes';
import { selectedText } from '../selected-text';
import { SmallFunnel } from './small-funnel';

@Component({
  selector: 'ft-flow-row',
  imports: [AgePipe, BytesPipe, CountPipe, DurationPipe, RouterLink, ShortIdPipe, SmallFunnel, StatusMark],
  templateUrl: './flow-row.html',
  styleUrl: './flow-row.css',
  host: { role: 'row', 'data-testid': 'flow-row', '[attr.data-flow-id]': 'flow().id' },
})
export class FlowRow {
  readonly flow = input.required<FlowListItem>();

  /** Where the flow gives no reason, whom its last decision kept. */
  protected readonly decided = computed(() => {
    const { status, funnel } = this.flow();
    const last = funnel?.stages.at(-1);
    if (status !== 'completed' || !last || !funnel?.selected) return null;
    return last.kept === 0 ? 'nobody was selected' : selectedText(funnel.selected, last.kept);
  });

  private readonly linkView = viewChild.required<ElementRef<HTMLAnchorElement>>('link');

  focus(): void {
    this.linkView().nativeElement.focus();
  }

  open(): void {
    this.linkView().nativeElement.click();
  }
}
