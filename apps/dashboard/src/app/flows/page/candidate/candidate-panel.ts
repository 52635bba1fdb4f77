import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  effect,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';
import { keyText } from '@flow-trail/decisions';

import { CandidateSearch } from '../../../matrix/candidate-search';
import { CopyButton } from '../../../ui/copy-button';
import { FailureNotice } from '../../../ui/failure-notice';
import { StatusMark } from '../../../ui/status-mark';
import { CountPipe } from '../../../ui/unit-pipes';
import { flowSummaryOf } from '../decisions-of';
import { recordLink } from '../record-link';
import { CandidateStore } from './candidate-store';
import { candidateLink, CandidateUrl } from './candidate-url';
import { SightedRecord } from './sighted-record';
import { verdictMark } from './verdicts';

/** Who may be meant by a text that is a part of many labels. */
const LOOKED_AT = 50;

/** Why this one, or why not: the verdict, a sentence, and the path that led there, each place of it a link to the record. */
@Component({
  selector: 'ft-candidate-panel',
  imports: [CopyButton, CountPipe, FailureNotice, RouterLink, SightedRecord, StatusMark],
  providers: [CandidateStore],
  templateUrl: './candidate-panel.html',
  styleUrl: './candidate-panel.css',
  host: { role: 'complementary', 'aria-label': 'Why this candidate', 'data-testid': 'candidate-panel' },
})
export class CandidatePanel {
  readonly document = input.required<FlowDocument>();

  readonly #store = inject(CandidateStore);
  readonly #search = inject(CandidateSearch);
  protected readonly url = inject(CandidateUrl);
  private readonly fieldView = viewChild.required<ElementRef<HTMLInputElement>>('field');

  protected readonly state = this.#store.state;
  protected readonly answer = computed(() => {
    const state = this.state();
    return state.status === 'ready' ? state.answer : null;
  });
  protected readonly failure = computed(() => {
    const state = this.state();
    return state.status === 'failed' ? state.failure : null;
  });
  /** What was typed, or the id of whom a link names. */
  protected readonly shownId = computed(() => shownText(this.url.asked()?.id ?? ''));
  protected readonly verdict = computed(() => verdictMark(this.answer()?.verdict ?? ''));
  protected readonly name = computed(() => {
    const answer = this.answer();
    return answer && (answer.label ?? keyText(answer.key));
  });
  protected readonly path = computed(() =>
    (this.answer()?.path ?? []).map((sighting) => ({
      ...sighting,
      verdict: verdictMark(wordOf(sighting.outcome)),
      link: recordLink(this.document(), sighting.observationId, { record: sighting.index }),
    })),
  );
  protected readonly others = computed(() =>
    (this.answer()?.alsoNamed ?? []).map((other) => ({ ...other, link: candidateLink(other) })),
  );
  /** Somebody to begin with: who stands out in this flow. */
  protected readonly notable = computed(() =>
    (flowSummaryOf(this.document())?.notable ?? []).slice(0, 8).map((candidate) => ({
      ...candidate,
      name: candidate.label ?? keyText(candidate.key),
      mark: verdictMark(wordOf(candidate.outcome)).mark,
      link: candidateLink(candidate),
    })),
  );
  readonly #flow = computed(
    () => ({
      id: this.document().flow.id,
      attempt: this.document().flow.attempt,
      revision: this.document().flow.revision,
    }),
    { equal: (left, right) => JSON.stringify(left) === JSON.stringify(right) },
  );

  constructor() {
    afterNextRender(() => this.url.asked()?.id === '' && this.focus());
    effect(() => {
      const flow = this.#flow();
      const asked = this.url.asked();
      untracked(() => void this.#store.ask(flow, asked?.id ?? '', asked?.kind ?? null));
    });
  }

  focus(): void {
    this.fieldView().nativeElement.select();
  }

  protected async submit(event: Event, text: string): Promise<void> {
    event.preventDefault();
    if (text.trim() !== '') this.url.ask(await this.#idOf(text.trim()));
  }

  protected retry(): void {
    const asked = this.url.asked();
    if (asked) void this.#store.ask(this.#flow(), asked.id, asked.kind);
  }

  /** A label is as good as an id. */
  async #idOf(text: string): Promise<string> {
    const { rows } = await this.#search.find(this.document(), text, LOOKED_AT, new AbortController().signal);
    const isId = rows.some(({ id }) => id === text);
    const named =
      rows.find(({ label }) => label?.toLowerCase() === text.toLowerCase()) ?? (rows.length === 1 ? rows[0] : null);
    return isId ? text : (named?.key ?? text);
  }

  protected readonly keyText = keyText;
}

const wordOf = (outcome: string): string => {
  const words: Record<string, string> = { kept: 'selected', dropped: 'dropped-with-reason', error: 'errored' };
  return Object.hasOwn(words, outcome) ? (words[outcome] ?? outcome) : outcome;
};

/** Links carry keys, which are JSON; whatever else somebody typed stays as it is. */
function shownText(id: string): string {
  try {
    return keyText(id);
  } catch {
    return id;
  }
}
