import { Component, inject, signal } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

import { Palette } from './flows/palette/palette';
import { bitByBit } from './ui/growing';
import { HelpOverlay } from './ui/help-overlay';
import { LastList } from './ui/last-list';
import { PageTitle } from './ui/page-title';
import { Shortcuts } from './ui/shortcuts';
import { Theme } from './ui/theme';
import { TypedAhead } from './ui/typed-ahead';

@Component({
  selector: 'ft-root',
  imports: [HelpOverlay, Palette, RouterLink, RouterOutlet],
  templateUrl: './app.html',
  styleUrl: './app.css',
  host: { '(document:keydown)': 'press($event)' },
})
export class App {
  protected readonly theme = inject(Theme);
  protected readonly lastList = inject(LastList);
  protected readonly title = inject(PageTitle);
  protected readonly paletteKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
  /** In a task of its own: to start takes one already. */
  protected readonly drawsHeader = bitByBit(signal(1), 1);
  protected readonly isHelpOpen = signal(false);
  protected readonly isPaletteOpen = signal(false);

  readonly #typedAhead = inject(TypedAhead);

  constructor() {
    inject(Shortcuts).add([
      { key: '?', does: 'This help', act: () => this.isHelpOpen.set(true) },
      { key: this.paletteKey, does: 'Go to …', act: () => this.openPalette() },
    ]);
  }

  /** Works wherever the focus is, also in a field. */
  protected press(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    this.openPalette();
  }

  /** What is typed before it is there, it finds. */
  protected openPalette(): void {
    if (this.isPaletteOpen()) return;
    this.isPaletteOpen.set(true);
    this.#typedAhead.begin(() => this.closePalette());
  }

  protected closePalette(): void {
    this.#typedAhead.take();
    this.isPaletteOpen.set(false);
  }
}
