import { Component, output } from '@angular/core';

/** Asks for a key of the server. */
@Component({
  selector: 'ft-key-form',
  template: `
    <form data-testid="key-form" (submit)="give($event, key)">
      <input
        #key
        class="field"
        type="password"
        placeholder="Key with the scope read"
        aria-label="Key"
        data-testid="key"
        autocomplete="off"
        spellcheck="false"
      />
      <button class="button" type="submit">Use this key</button>
    </form>
    <p>It is kept in this tab only.</p>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
      margin-bottom: 8px;
    }
    .field {
      width: 320px;
      max-width: 100%;
    }
  `,
})
export class KeyForm {
  readonly given = output<string>();

  protected give(event: Event, input: HTMLInputElement): void {
    event.preventDefault();
    if (input.value.trim() !== '') this.given.emit(input.value);
  }
}
