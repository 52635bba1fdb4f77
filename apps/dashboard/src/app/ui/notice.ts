import { Component, input } from '@angular/core';

/** A calm block in the middle of an empty place: what is the matter and what to do next. */
@Component({
  selector: 'ft-notice',
  template: `
    @if (isPage()) {
      <h1>{{ title() }}</h1>
    } @else {
      <h2>{{ title() }}</h2>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      align-content: start;
      justify-items: center;
      gap: 12px;
      max-width: 680px;
      margin: 0 auto;
      padding: 64px 24px;
      color: var(--text-2);
      text-align: center;
    }
    h1,
    h2 {
      color: var(--text);
      font-size: 15px;
    }
  `,
})
export class Notice {
  readonly title = input.required<string>();
  /** Whether it is all that the page has to say. */
  readonly isPage = input(false);
}
