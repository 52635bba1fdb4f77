import { Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import type { DecisionDeclaration, FlowDocument, ObservationDetail } from '@flow-trail/contracts';
import { keyText, type ReasonSummary, type Sample } from '@flow-trail/decisions';

import { formatCondition } from '../../../records/engine/condition-text';
import { Notice } from '../../../ui/notice';
import { StatusMark } from '../../../ui/status-mark';
import { CountPipe } from '../../../ui/unit-pipes';
import { decisionOf, declarationOf, findObservation, flowSummaryOf } from '../decisions-of';
import { allOf, fieldOf, isText, matching } from '../funnel/matrix-match';
import { ofReason } from '../funnel/segments';
import { recordLink } from '../record-link';
import { ContributionBars } from './contribution-bars';
import { NumberRange } from './number-range';
import { numberWords } from './number-words';
import { type RuleQuestion, RuleTable } from './rule-table';

/** What the decisions of one observation are made of: rules, reasons, scores, their parts, groups and chances. */
@Component({
  selector: 'ft-rules-view',
  imports: [ContributionBars, CountPipe, Notice, NumberRange, RouterLink, RuleTable, StatusMark],
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

  protected readonly who = (rule: string, how: RuleQuestion): Params => {
    const { stage, stages } = this.#stage();
    if (!stage) return {};
    const wasHere = `${fieldOf(stage, stages, 'outcome')} != none`;
    if (how === 'evaluated') return matching(wasHere);
    if (how === 'passed') return matching(allOf(wasHere, `not ${isText(fieldOf(stage, stages, 'failed'), rule)}`));
    const failed = isText(fieldOf(stage, stages, how), rule);
    return matching(how === 'failed' ? failed : allOf(isText(fieldOf(stage, stages, 'outcome'), 'dropped'), failed));
  };

  protected readonly overlaps = computed(() =>
    (this.decision()?.overlaps ?? []).map((pair) => ({ ...pair, link: this.#failedBoth(pair.rules) })),
  );
  protected readonly reasons = computed(() =>
    (this.decision()?.reasons ?? []).map((reason) => ({ ...reason, link: this.#whoHas(reason) })),
  );
  /** Who was drawn, with what chance. */
  protected readonly drawn = computed(() =>
    (this.decision()?.samples ?? [])
      .filter(({ outcome, chance }) => outcome === 'kept' && chance !== null)
      .map((sample) => ({ ...sample, name: nameOf(sample), link: this.recordOf(sample.index) })),
  );
  /** Each group leads to its records, the best first. */
  protected readonly largestGroups = computed(() => {
    const { group: path, rank, score, order } = declarationOf(this.observation()) ?? {};
    return (this.decision()?.groups?.largest ?? []).map((group) => ({
      ...group,
      link: path === undefined ? {} : this.#records({ path, value: group.name }, { rank, score, order }),
    }));
  });

  protected readonly recordOf = (index: number): Params =>
    recordLink(this.document(), this.observation().id, { record: index }) ?? {};

  #failedBoth(rules: readonly string[]): Params {
    const { stage, stages } = this.#stage();
    return stage ? matching(allOf(...rules.map((rule) => isText(fieldOf(stage, stages, 'failed'), rule)))) : {};
  }

  #whoHas(reason: ReasonSummary): Params {
    const { stage, stages } = this.#stage();
    const own = this.decision();
    if (!stage || !own) return {};
    const { declared, decision, id } = this.observation();
    // Of a step with iterations this is one.
    const { in: came, kept, unexplained, distinct } = own;
    const here = { ...stage, observations: [id], absent: 0, in: came, kept, unexplained, distinct };
    const query = ofReason(here, stages, reason, declared ? null : decision);
    return query['match'] === undefined ? (recordLink(this.document(), this.observation().id, query) ?? {}) : query;
  }

  #records(
    { path, value }: { path: string; value: string },
    { rank, score, order }: Partial<DecisionDeclaration>,
  ): Params {
    const sort = rank ?? score ?? null;
    const dir = rank === undefined && score !== undefined && order !== 'asc' ? 'desc' : null;
    const where = [formatCondition({ path, op: '=', value })];
    return recordLink(this.document(), this.observation().id, { where, sort, dir }) ?? {};
  }

  protected readonly stepName = computed(
    () => findObservation(this.document(), this.observation().id)?.step.name ?? '',
  );
}

const nameOf = ({ label, key, index }: Sample): string => label ?? (key === null ? `record ${index}` : keyText(key));
