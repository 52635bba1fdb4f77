import { Component, computed, effect, input, signal, untracked, viewChild } from '@angular/core';

import type { Failure } from '../../api/failure';
import { CopyText } from '../../ui/copy-text';
import { CountPipe } from '../../ui/unit-pipes';
import type { RowRange } from '../../ui/virtual-layout';
import { VirtualScroll } from '../../ui/virtual-scroll';
import type { FoundLine, JsonLine, JsonLineWindow } from '../engine/json-lines';
import type { TreeSource } from '../tree-source';
import { TreeSearch } from './tree-search';

const ROW = 22;
const PADDING = 10;
const nothing: JsonLineWindow = { total: 0, from: 0, lines: [] };
let trees = 0;

/** A virtual tree of any JSON, with exact numbers. */
@Component({
  selector: 'ft-json-tree',
  imports: [CopyText, CountPipe, TreeSearch, VirtualScroll],
  templateUrl: './json-tree.html',
  styleUrl: './json-tree.css',
  host: { 'data-testid': 'json-tree', '[style.height.px]': 'height()' },
})
export class JsonTree {
  readonly source = input.required<TreeSource>();
  readonly label = input('JSON');
  /** As high as its lines, up to this many; without it as high as its place. */
  readonly most = input<number>();
  readonly canSearch = input(false);

  protected readonly rowHeight = ROW;
  protected readonly treeId = `tree-${++trees}`;
  protected readonly window = signal(nothing);
  protected readonly height = computed(() => {
    const most = this.most();
    return most ? Math.min(this.window().total, most) * ROW + PADDING : null;
  });
  protected readonly active = signal(0);
  protected readonly isActiveDrawn = computed(() => {
    const { from, lines } = this.window();
    return this.active() >= from && this.active() < from + lines.length;
  });
  protected readonly failure = signal<Failure | null>(null);
  readonly #toggled = signal<string[]>([]);
  readonly #range = signal<RowRange>({ from: 0, count: 60 });
  protected readonly found = signal<FoundLine | null>(null);
  /** Of searches that overtake each other, the last one counts. */
  #searches = 0;
  #reads = 0;
  private readonly scrollView = viewChild(VirtualScroll);
  private readonly searchView = viewChild(TreeSearch);

  constructor() {
    effect(() => {
      this.source();
      untracked(() => {
        this.#toggled.set([]);
        this.active.set(0);
        this.found.set(null);
      });
    });
    effect(() => void this.#read());
  }

  focusSearch(): void {
    this.searchView()?.focus();
  }

  /** Goes to a match, and opens what it stands in. */
  protected async find({ text, at }: { text: string; at: number }): Promise<void> {
    const turn = ++this.#searches;
    const answer = await this.source().find(text, at, this.#toggled());
    if (turn !== this.#searches || answer.status === 'failed') return;
    this.found.set(text === '' ? null : answer.value);
    const { line, toggled } = answer.value;
    if (line === null) return;
    this.#toggled.set(toggled);
    this.active.set(line);
    // The tree is longer only when the lines came that were opened.
    await this.#read();
    setTimeout(() => this.scrollView()?.reveal(line));
  }

  protected setRange(range: RowRange): void {
    this.#range.set(range);
  }

  protected toggle(line: JsonLine): void {
    if (line.size === 0) return;
    const path = line.path ?? '';
    this.#toggled.update((all) => (all.includes(path) ? all.filter((other) => other !== path) : [...all, path]));
  }

  protected press(event: KeyboardEvent): void {
    const line = this.window().lines[this.active() - this.window().from];
    const act = this.#actOf(event.key, line);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  protected choose(line: JsonLine, index: number): void {
    this.active.set(this.window().from + index);
    this.toggle(line);
  }

  protected readonly copyValue = async (path: string | null): Promise<string> => {
    const answer = await this.source().text(path);
    return answer.status === 'ok' ? answer.value : '';
  };

  async #read(): Promise<void> {
    const turn = ++this.#reads;
    const { from, count } = this.#range();
    const answer = await this.source().lines(this.#toggled(), from, Math.max(count, 60));
    if (turn !== this.#reads) return;
    this.failure.set(answer.status === 'failed' ? answer.failure : null);
    if (answer.status === 'ok') this.window.set(answer.value);
  }

  #actOf(key: string, line: JsonLine | undefined): (() => void) | null {
    if (key === 'ArrowDown') return () => this.#move(1);
    if (key === 'ArrowUp') return () => this.#move(-1);
    if (!line) return null;
    if (key === 'Enter' || key === ' ') return () => this.toggle(line);
    if (key === 'ArrowRight') return () => (line.expanded ? this.#move(1) : this.toggle(line));
    if (key === 'ArrowLeft') return () => (line.expanded ? this.toggle(line) : this.#move(-1));
    return null;
  }

  #move(by: number): void {
    this.active.update((active) => Math.min(Math.max(active + by, 0), this.window().total - 1));
    this.scrollView()?.reveal(this.active());
  }
}
