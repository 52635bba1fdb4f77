import { Component, computed, DestroyRef, effect, inject, input, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { isolated } from '@flow-trail/decisions';

import { MatrixPanel } from '../../matrix/matrix-panel';
import { MatrixStore } from '../../matrix/matrix-store';
import { MatrixUrl, noMatrixState } from '../../matrix/matrix-url';
import { DataPanel } from '../../records/data-panel';
import { hasDecisions, matrixAddress } from '../../records/engine/matrix/matrix-address';
import { noRecordState, RecordUrl } from '../../records/record-url';
import { Clock } from '../../ui/clock';
import { FailureNotice } from '../../ui/failure-notice';
import { bitByBit } from '../../ui/growing';
import { isLate } from '../../ui/is-late';
import { LastList } from '../../ui/last-list';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { Shortcuts } from '../../ui/shortcuts';
import { shortId } from '../../ui/units';
import { UrlState } from '../../ui/url-state';
import { whileVisible } from '../../ui/while-visible';
import { CurrentFlow } from '../palette/current-flow';
import { CandidatePanel } from './candidate/candidate-panel';
import { CandidateUrl } from './candidate/candidate-url';
import { flowSummaryOf } from './decisions-of';
import { DeclareAllPanel } from './declare-all/declare-all-panel';
import { DeclareOffer } from './declare-all/declare-offer';
import { undeclaredIn } from './declare-all/undeclared';
import { DeclarePanel } from './declare/declare-panel';
import { FlowHeader } from './flow-header';
import { FlowSkeleton } from './flow-skeleton';
import { FlowStore } from './flow-store';
import { FlowTabs } from './flow-tabs';
import { Funnel } from './funnel/funnel';
import { JsonParts } from './json-parts';
import { ObservationTabs } from './observation-tabs';
import { ObservationViews, observationView } from './observation-views';
import { RulesView } from './rules/rules-view';
import { type FlowTab, selectedTab } from './selected-tab';
import { observationWord, selectedObservation, selectedStep, stepWord } from './selection';
import { StepHeader } from './step-header';
import { StepList } from './step-list';
import { stepRows } from './step-rows';

const REFRESH_MS = 3000;

@Component({
  selector: 'ft-flow-page',
  imports: [
    CandidatePanel,
    DataPanel,
    DeclareAllPanel,
    DeclareOffer,
    DeclarePanel,
    FailureNotice,
    FlowHeader,
    FlowSkeleton,
    Funnel,
    FlowTabs,
    JsonParts,
    MatrixPanel,
    Notice,
    ObservationTabs,
    ObservationViews,
    RouterLink,
    RulesView,
    StepHeader,
    StepList,
  ],
  providers: [CandidateUrl, FlowStore, MatrixStore, MatrixUrl, RecordUrl, UrlState],
  templateUrl: './flow-page.html',
  styleUrl: './flow-page.css',
})
export class FlowPage {
  readonly id = input.required<string>();

  readonly #store = inject(FlowStore);
  readonly #url = inject(UrlState);
  readonly #records = inject(RecordUrl);
  readonly #matrix = inject(MatrixStore);
  readonly #matrixUrl = inject(MatrixUrl);
  readonly #router = inject(Router);
  readonly #clock = inject(Clock);
  readonly #title = inject(PageTitle);
  private readonly stepsView = viewChild(StepList);
  private readonly candidateView = viewChild<CandidatePanel>('why');

  protected readonly lastList = inject(LastList);
  protected readonly state = this.#store.state;
  protected readonly document = computed(() => {
    const state = this.state();
    return state.status === 'ready' ? state.document : null;
  });
  protected readonly isLate = isLate();
  /** Parts of the page that are drawn: its header, the funnel, what is looked at. */
  protected readonly drawn = bitByBit(
    computed(() => (this.document() ? 3 : 0)),
    1,
  );
  /** The steps come after the first rows of what stands beside them. */
  protected readonly drawsSteps = bitByBit(
    computed(() => (this.drawn() > 2 ? 1 : 0)),
    1,
    0,
  );
  protected readonly parts = computed(() => {
    const flow = this.document()?.flow;
    const names = ['input', 'output', 'config', 'metadata'] as const;
    return flow ? names.map((name) => ({ name, value: flow[name] })) : [];
  });
  protected readonly summary = computed(() => {
    const document = this.document();
    return document && flowSummaryOf(document);
  });
  /** Observations that nobody declared. */
  protected readonly undeclared = computed(() => {
    const document = this.document();
    return document ? undeclaredIn(document).length : 0;
  });
  protected readonly rows = computed(() => stepRows(this.document()?.steps ?? [], this.#now()));
  protected readonly row = computed(() => {
    const ordered = this.rows().map(({ step }) => step);
    const id = selectedStep(ordered, this.#url.get('step'))?.id;
    return this.rows().find(({ step }) => step.id === id) ?? null;
  });
  protected readonly observation = computed(() => selectedObservation(this.row()?.step ?? null, this.#url.get('obs')));
  protected readonly view = computed(() => observationView(this.#url.get('view'), this.observation()));
  protected readonly candidate = inject(CandidateUrl);
  /** The observation whose records are looked at. */
  protected readonly looked = computed(() => (this.tab() === 'records' ? (this.observation()?.id ?? null) : null));
  protected readonly tab = computed(() => {
    const document = this.document();
    return selectedTab((name) => this.#url.get(name), document === null || hasDecisions(document));
  });
  /** Stands still for flows that have ended, so that nothing is laid out again. */
  readonly #now = computed(() => (this.document()?.flow.status === 'running' ? this.#clock.now() : 0));
  readonly #attempt = computed(() => Number(this.#url.get('attempt')) || null);

  constructor() {
    effect(() => this.load(this.id(), this.#attempt()));
    // Its data comes while the parts above it are drawn.
    effect(() => {
      const document = this.document();
      const address = document && this.tab() === 'matrix' ? matrixAddress(document) : null;
      if (address) untracked(() => void this.#matrix.open(address, this.#matrixUrl.showsAll()));
    });
    // Its code comes while the parts above it are drawn.
    effect(() => {
      if (this.tab() === 'records') void import('../../records/data-panel');
    });
    const current = inject(CurrentFlow);
    effect(() => current.show(this.document()));
    inject(DestroyRef).onDestroy(() => current.show(null));
    effect(() => {
      const flow = this.document()?.flow;
      if (flow) this.#title.name(`${isolated(flow.name)} #${shortId(flow.id)}`);
    });
    inject(DestroyRef).onDestroy(whileVisible(REFRESH_MS, () => void this.#store.refresh()));
    inject(Shortcuts).add([
      { key: ']', does: 'Next step', act: () => this.stepsView()?.move(1) },
      { key: '[', does: 'Previous step', act: () => this.stepsView()?.move(-1) },
      { key: 'w', does: 'Why this candidate?', act: () => this.ask() },
      { key: 'Escape', does: 'Back', act: () => this.#back() },
    ]);
  }

  protected load(id: string, attempt: number | null): void {
    untracked(() => void this.#store.load(id, attempt));
  }

  protected reload(): void {
    this.load(this.id(), this.#attempt());
  }

  protected ask(): void {
    if (this.candidate.asked() === null) this.candidate.ask('');
    else this.candidateView()?.focus();
  }

  protected selectStep(id: string): void {
    const steps = this.rows().map(({ step }) => step);
    const step = steps.find((known) => known.id === id);
    if (step) this.#url.set({ ...noRecordState, tab: null, step: stepWord(steps, step), obs: null });
  }

  protected selectTab(tab: FlowTab): void {
    this.#url.set({ tab });
  }

  protected selectObservation(id: string): void {
    const step = this.row()?.step;
    const observation = step?.observations.find((known) => known.id === id);
    if (step && observation) this.#url.set({ ...noRecordState, obs: observationWord(step, observation) });
  }

  protected selectAttempt(attempt: number): void {
    this.#url.set({ ...noRecordState, ...noMatrixState, attempt, step: null, obs: null });
  }

  #back(): void {
    if (this.#url.get('candidate') !== null) this.#url.set({ candidate: null, kind: null });
    else if (this.#records.record() !== null) this.#records.setRecord(null);
    else void this.#router.navigate(['/flows'], { queryParams: this.lastList.query() });
  }
}
