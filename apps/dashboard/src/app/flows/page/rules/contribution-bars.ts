import { Component, computed, input } from '@angular/core';
import { type ContributionsSummary, keyText, type Sample } from '@flow-trail/decisions';

import { CountPipe } from '../../../ui/unit-pipes';
import { numberWords } from './number-words';

/** What scores are made of: a bar a part, and what the parts leave unexplained. */
@Component({
  selector: 'ft-contribution-bars',
  imports: [CountPipe],
  template: `
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col"><span class="unseen">Mean as a bar</span></th>
          <th scope="col" class="right">mean</th>
          <th scope="col" class="right">least</th>
          <th scope="col" class="right">most</th>
          <th scope="col" class="right">of records</th>
        </tr>
      </thead>
      <tbody>
        @for (part of parts(); track part.name) {
          <tr>
            <th scope="row" class="cut" [title]="part.name">{{ part.name }}</th>
            <td class="track">
              <i [style.width.%]="part.share" [class.negative]="part.mean < 0" aria-hidden="true"></i>
            </td>
            <td class="number right">{{ words(part.mean) }}</td>
            <td class="number right">{{ words(part.min) }}</td>
            <td class="number right">{{ words(part.max) }}</td>
            <td class="number right">{{ part.count | count }} of {{ of() | count }}</td>
          </tr>
        }
      </tbody>
    </table>
    @if (summary().residual; as residual) {
      <p data-testid="residual" [class.alarm]="isUnexplained()">
        @if (isUnexplained()) {
          The {{ summary().combine }} of the parts leaves up to {{ words(greatestResidual()) }} of a score unexplained,
          over {{ residual.count | count }} of {{ of() | count }} records.
        } @else {
          The {{ summary().combine }} of the parts is the score, in {{ residual.count | count }} of
          {{ of() | count }} records.
        }
      </p>
    } @else {
      <p>No record has both a score and its parts, so nothing is said of a residual.</p>
    }
    @if (wonBy(); as won) {
      <p data-testid="won-by">{{ won }}</p>
    }
  `,
  styleUrl: './rules-table.css',
})
export class ContributionBars {
  readonly summary = input.required<ContributionsSummary>();
  readonly of = input.required<number>();
  readonly samples = input<readonly Sample[]>([]);

  protected readonly words = numberWords;
  protected readonly parts = computed(() => {
    const { parts } = this.summary();
    const greatest = Math.max(Number.MIN_VALUE, ...parts.map(({ mean }) => Math.abs(mean)));
    return parts
      .map((part) => ({ ...part, share: (Math.abs(part.mean) / greatest) * 100 }))
      .toSorted((left, right) => Math.abs(right.mean) - Math.abs(left.mean));
  });
  protected readonly greatestResidual = computed(() => {
    const { min, max } = this.summary().residual ?? { min: 0, max: 0 };
    return Math.max(Math.abs(min), Math.abs(max));
  });
  protected readonly isUnexplained = computed(() => this.greatestResidual() > 0);
  /** By how much the best of the kept is ahead of the best of the dropped. */
  protected readonly wonBy = computed(() => {
    const scored = this.samples().flatMap((sample) =>
      sample.score === null ? [] : { ...sample, score: sample.score },
    );
    const [winner] = scored.filter(({ role }) => role === 'winner');
    if (!winner) return null;
    const behindBy = ({ score }: { score: number }): number => Math.abs(winner.score - score);
    const dropped = scored.filter(({ outcome }) => outcome === 'dropped');
    const [loser] = dropped.toSorted((left, right) => behindBy(left) - behindBy(right));
    if (!loser) return null;
    const behind = `${nameOf(loser)}, the first of the dropped (${numberWords(loser.score)})`;
    return `${nameOf(winner)} (${numberWords(winner.score)}) won by ${numberWords(behindBy(loser))} over ${behind}.`;
  });
}

const nameOf = ({ label, key, index }: Sample): string => label ?? (key === null ? `record ${index}` : keyText(key));
