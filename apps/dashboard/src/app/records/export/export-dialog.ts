import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  type ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';

import type { Failure } from '../../api/failure';
import { BytesPipe, CountPipe } from '../../ui/unit-pipes';
import { EngineClient } from '../engine-client';
import type { Exported, ExportFormat, ExportTarget } from '../engine/export/export-source';
import { exportName } from './export-name';
import { saveFile } from './save-file';

/** What is exported, in words. */
export interface ExportSubject {
  /** What it is called, such as flow, step and observation. */
  name: string;
  noun: 'record' | 'candidate';
  matched: number;
  total: number;
}

type State =
  | { status: 'idle' }
  | { status: 'writing'; rows: number; of: number }
  | { status: 'done'; file: string; bytes: number; exported: Exported }
  | { status: 'failed'; failure: Failure };

/** Writes what is shown as a file, in the worker, and saves it. */
@Component({
  selector: 'ft-export-dialog',
  imports: [BytesPipe, CountPipe],
  templateUrl: './export-dialog.html',
  styleUrls: ['../../ui/dialog.css', './export-dialog.css'],
})
export class ExportDialog {
  readonly target = input.required<ExportTarget>();
  readonly subject = input.required<ExportSubject>();
  readonly closed = output();

  readonly #engine = inject(EngineClient);
  readonly #abort = new AbortController();
  private readonly dialogView = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly state = signal<State>({ status: 'idle' });
  protected readonly shownColumns = computed(() => {
    const target = this.target();
    return 'columns' in target ? target.columns.length : null;
  });
  protected readonly formats = [
    { format: 'csv', name: 'CSV', about: 'for spreadsheets: no text in it runs as a formula' },
    { format: 'json', name: 'JSON', about: 'for programs: numbers keep every digit' },
  ] as const;

  constructor() {
    afterNextRender(() => this.dialogView().nativeElement.showModal());
    inject(DestroyRef).onDestroy(() => this.#abort.abort());
  }

  protected async write(format: ExportFormat): Promise<void> {
    const { matched } = this.subject();
    this.state.set({ status: 'writing', rows: 0, of: matched });
    const onProgress = (rows: number, of: number): void => this.state.set({ status: 'writing', rows, of });
    const answer = await this.#engine.export(this.target(), format, this.#abort.signal, onProgress);
    if (!answer || this.#abort.signal.aborted) return;
    if (answer.status === 'failed') return this.state.set(answer);
    const { blob, rows, of } = answer.value;
    const file = exportName(this.subject().name, rows, of, format);
    saveFile(blob, file);
    this.state.set({ status: 'done', file, bytes: blob.size, exported: answer.value });
  }
}
