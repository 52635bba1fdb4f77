import { Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { type DecisionSummary, keyText, type RuleSummary } from '@flow-trail/decisions';

import { CountPipe } from '../../../ui/unit-pipes';
import { numberWords } from './number-words';
import { thresholdWords } from './threshold-words';

export type RuleQuestion = 'failed' | 'rule' | 'failed alone' | 'passed' | 'evaluated';

/** Of each rule: whom it failed, whom it failed first, and whom it alone kept out; and who only just failed it. */
@Component({
  selector: 'ft-rule-table',
  imports: [CountPipe, RouterLink],
  templateUrl: './rule-table.html',
  styleUrl: './rules-table.css',
})
export class RuleTable {
  readonly decision = input.required<DecisionSummary>();
  /** The query that shows whom a rule let through or not. */
  readonly who = input.required<(rule: string, how: RuleQuestion) => Params>();
  /** The query that opens a record. */
  readonly recordOf = input.required<(index: number) => Params>();

  protected readonly margin = (value: number): string => numberWords(Math.abs(value));
  protected readonly rows = computed(() => {
    const { rules, in: all } = this.decision();
    return rules.map((rule) => ({
      ...rule,
      threshold: thresholdWords(rule),
      firstShare: (rule.failedFirst / Math.max(all, 1)) * 100,
      laterShare: (Math.max(rule.failed - rule.failedFirst, 0) / Math.max(all, 1)) * 100,
      evaluated: rule.passed + rule.failed,
      misses: this.#misses(rule),
      links: {
        failed: this.who()(rule.rule, 'failed'),
        first: this.who()(rule.rule, 'rule'),
        alone: this.who()(rule.rule, 'failed alone'),
        // Of those that a rule was not asked about no condition can tell.
        whole: rule.passed + rule.failed === all ? this.#ofAll(rule.rule) : null,
      },
    }));
  });

  #ofAll(rule: string): { passed: Params; evaluated: Params } {
    return { passed: this.who()(rule, 'passed'), evaluated: this.who()(rule, 'evaluated') };
  }

  #misses({ nearMisses }: RuleSummary): { name: string; numbers: string; link: Params }[] {
    return nearMisses.map(({ key, label, index, actual, margin }) => ({
      name: label ?? (key === null ? `record ${index}` : keyText(key)),
      numbers: `${actual === null ? '' : `${numberWords(actual)}, `}short by ${numberWords(Math.abs(margin))}`,
      link: this.recordOf()(index),
    }));
  }
}
