import { Component, computed, type ElementRef, input, linkedSignal, output, signal, viewChild } from '@angular/core';

import { completeFilter, type StageVocabulary } from '../records/engine/matrix/complete-filter';
import type { ParsedFilter } from '../records/engine/matrix/parse-filter';
import { questionsFor } from './questions';

/** A condition as text, with the words that can come next. */
@Component({
  selector: 'ft-filter-field',
  templateUrl: './filter-field.html',
  styleUrl: './filter-field.css',
})
export class FilterField {
  readonly text = input.required<string>();
  readonly stages = input.required<readonly StageVocabulary[]>();
  readonly parsed = input.required<ParsedFilter>();
  readonly textChange = output<string>();
  /** The condition is typed: on to the rows. */
  readonly done = output();

  /** What stands in the field; the URL follows it, and a step behind when one types fast. */
  protected readonly typed = linkedSignal({
    source: this.text,
    computation: (text, previous): string => (previous && this.isFocused() ? previous.value : text),
  });
  protected readonly isFocused = signal(false);
  protected readonly isOpen = signal(false);
  protected readonly active = signal(-1);
  readonly #caret = signal(0);
  private readonly wordsView = viewChild.required<ElementRef<HTMLUListElement>>('list');
  private readonly fieldView = viewChild.required<ElementRef<HTMLInputElement>>('field');

  protected readonly completions = computed(() => completeFilter(this.typed(), this.#caret(), this.stages()));
  /** By their condition; offered while nothing is typed. */
  protected readonly questions = computed(
    () => new Map(questionsFor(this.stages()).map(({ text, asks }) => [text, asks])),
  );
  protected readonly example = computed(() => {
    const [first] = this.questions().keys();
    return first ?? '';
  });
  protected readonly words = computed(() => {
    if (!this.isOpen()) return [];
    const questions = this.typed().trim() === '' ? [...this.questions().keys()] : [];
    return [...questions, ...this.completions().words];
  });
  /** While there are words to go on with, what is half typed is no mistake. */
  protected readonly problem = computed(() => {
    const parsed = this.parsed();
    return parsed.status === 'failed' && this.words().length === 0 ? parsed : null;
  });
  /** The text in three parts: before what is wrong, that, and behind it. */
  protected readonly pointed = computed(() => {
    const problem = this.problem();
    const text = this.text();
    return (
      problem && [text.slice(0, problem.from), text.slice(problem.from, problem.to) || '␣', text.slice(problem.to)]
    );
  });

  focus(): void {
    const field = this.fieldView().nativeElement;
    field.focus();
    field.select();
  }

  protected type(): void {
    const { value, selectionStart } = this.fieldView().nativeElement;
    this.typed.set(value);
    this.#caret.set(selectionStart ?? value.length);
    this.isOpen.set(true);
    this.active.set(-1);
    this.textChange.emit(value);
  }

  protected press(event: KeyboardEvent): void {
    const handled = this.#act(event.key);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected choose(word: string): void {
    const { from, to } = this.completions();
    const isQuestion = this.questions().has(word);
    const space = word.endsWith('.') || isQuestion ? '' : ' ';
    const field = this.fieldView().nativeElement;
    field.value = this.typed().slice(0, from) + word + space + this.typed().slice(to).trimStart();
    field.setSelectionRange(from + word.length + space.length, from + word.length + space.length);
    field.focus();
    this.type();
    // A question is whole: enter goes on to the rows.
    if (isQuestion) this.isOpen.set(false);
  }

  protected leave(): void {
    this.isFocused.set(false);
    this.isOpen.set(false);
    this.typed.set(this.text());
  }

  protected enter(): void {
    this.isFocused.set(true);
    this.#caret.set(this.fieldView().nativeElement.selectionStart ?? this.typed().length);
    this.isOpen.set(true);
    this.active.set(-1);
  }

  /** Whether the key was for this field. */
  #act(key: string): boolean {
    const words = this.words();
    const chosen = words[key === 'Tab' ? Math.max(this.active(), 0) : this.active()];
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.isOpen.set(true);
        return this.#move(key === 'ArrowDown' ? 1 : -1);
      case 'Tab':
      case 'Enter':
        if (chosen !== undefined) this.choose(chosen);
        else if (key === 'Enter') this.done.emit();
        return chosen !== undefined || key === 'Enter';
      case 'Escape':
        if (words.length === 0) return false;
        this.isOpen.set(false);
        return true;
      default:
        return false;
    }
  }

  #move(by: number): boolean {
    const { length } = this.words();
    if (length === 0) return false;
    this.active.update((active) => (active + by + length + (active < 0 && by < 0 ? 1 : 0)) % length);
    this.wordsView().nativeElement.children[this.active()]?.scrollIntoView?.({ block: 'nearest' });
    return true;
  }
}
