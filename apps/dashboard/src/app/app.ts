import { Component, inject, signal } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

import { HelpOverlay } from './ui/help-overlay';
import { LastList } from './ui/last-list';
import { PageTitle } from './ui/page-title';
import { Shortcuts } from './ui/shortcuts';
import { Theme } from './ui/theme';

@Component({
  selector: 'ft-root',
  imports: [HelpOverlay, RouterLink, RouterOutlet],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  protected readonly theme = inject(Theme);
  protected readonly lastList = inject(LastList);
  protected readonly title = inject(PageTitle);
  protected readonly isHelpOpen = signal(false);

  constructor() {
    inject(Shortcuts).add([{ key: '?', does: 'This help', act: () => this.isHelpOpen.set(true) }]);
  }
}
