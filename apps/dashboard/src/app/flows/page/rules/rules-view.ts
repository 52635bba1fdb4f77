import { Component, computed, input } from '@angular/core';
import type { Params } from '@angular/router';
import type { FlowDocument, ObservationDetail } from '@flow-trail/contracts';

import { Notice } from '../../../ui/notice';
import { StatusMark } from '../../../ui/status-mark';
import { CountPipe } from '../../../ui/unit-pipes';
import { decisionOf, findObservation, flowSummaryOf } from '../decisions-of';
import { allOf, fieldOf, isText, matching } from '../funnel/matrix-match';
import { recordLink } from '../record-link';
import { ContributionBars } from './contribution-bars';
import { NumberRange } from './number-range';
import { numberWords } from './number-words';
import { RuleTable } from './rule-table';

/** What the decisions of one observation are made of: rules, reasons, scores, their parts, groups and chances. */
@Component({
  selector: 'ft-rules-view',
  imports: [ContributionBars, CountPipe, Notice, NumberRange, RuleTable, StatusMark],
  templateUrl: './rules-view.html',
  styleUrl: './rules-view.css',
  host: { 'data-testid': 'rules-view', tabindex: '0', role: 'region', 'aria-label': 'Rules' },
})
export class RulesView {
  readonly document = input.required<FlowDocument>();
  readonly observation = input.required<ObservationDetail>();

  protected readonly words = numberWords;
  protected readonly decision = computed(() => decisionOf(this.observation()));
  protected readonly isBare = computed(() => {
    const decision = this.decision();
    return decision && decision.rules.length === 0 && decision.reasons.length === 0 && !decision.scores;
  });
  readonly #stage = computed(() => {
    const stages = flowSummaryOf(this.document())?.stages ?? [];
    return { stages, stage: stages.find(({ observations }) => observations.includes(this.observation().id)) };
  });

  protected readonly whoFailed = (rule: string, how: 'failed' | 'rule' | 'failed alone'): Params => {
    const { stage, stages } = this.#stage();
    if (!stage) return {};
    const failed = isText(fieldOf(stage, stages, how), rule);
    return matching(how === 'failed' ? failed : allOf(isText(fieldOf(stage, stages, 'outcome'), 'dropped'), failed));
  };

  protected readonly recordOf = (index: number): Params =>
    recordLink(this.document(), this.observation().id, { record: index }) ?? {};

  protected readonly stepName = computed(
    () => findObservation(this.document(), this.observation().id)?.step.name ?? '',
  );
}
