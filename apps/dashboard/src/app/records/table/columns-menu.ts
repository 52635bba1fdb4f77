import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { Column } from '../engine/column';
import { ColumnUrl } from './column-url';

/** More than these nobody reads; another letter makes them fewer. */
const SHOWN = 200;

/** All columns by name: which are shown, which stay in view, and a way to each. */
@Component({
  selector: 'ft-columns-menu',
  imports: [CountPipe],
  templateUrl: './columns-menu.html',
  styleUrl: './columns-menu.css',
})
export class ColumnsMenu {
  readonly columns = input.required<readonly Column[]>();
  readonly closed = output();
  /** The column to bring into view. */
  readonly chosen = output<string>();

  protected readonly url = inject(ColumnUrl);
  private readonly dialogView = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly text = signal('');
  protected readonly found = computed(() => {
    const wanted = this.text().trim().toLowerCase();
    const { pinned, hidden } = this.url.arrangement();
    return this.columns()
      .filter(({ path }) => path.toLowerCase().includes(wanted))
      .map((column) => ({ ...column, isPinned: pinned.includes(column.path), isHidden: hidden.includes(column.path) }));
  });
  protected readonly shown = computed(() => this.found().slice(0, SHOWN));
  protected readonly visible = computed(() => {
    const { hidden } = this.url.arrangement();
    return this.columns().filter(({ path }) => !hidden.includes(path)).length;
  });

  constructor() {
    afterNextRender(() => this.dialogView().nativeElement.showModal());
  }

  protected goTo(path: string): void {
    this.dialogView().nativeElement.close();
    this.chosen.emit(path);
  }

  protected goToFirst(event: Event): void {
    event.preventDefault();
    const [first] = this.shown();
    if (first && !first.isHidden) this.goTo(first.path);
  }
}
