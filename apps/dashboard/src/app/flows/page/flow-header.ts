import { Component, computed, input, output } from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

import { CopyButton } from '../../ui/copy-button';
import { StatusMark } from '../../ui/status-mark';
import { AgePipe, DurationPipe, ShortIdPipe } from '../../ui/unit-pipes';
import { answerSentence } from './answer-sentence';

@Component({
  selector: 'ft-flow-header',
  imports: [AgePipe, CopyButton, DurationPipe, ShortIdPipe, StatusMark],
  templateUrl: './flow-header.html',
  styleUrl: './flow-header.css',
})
export class FlowHeader {
  readonly document = input.required<FlowDocument>();
  readonly attemptChange = output<number>();

  protected readonly flow = computed(() => this.document().flow);
  protected readonly answer = computed(() => answerSentence(this.document()));
}
