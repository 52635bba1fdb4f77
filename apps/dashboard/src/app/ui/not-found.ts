import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Notice } from './notice';

@Component({
  selector: 'ft-not-found',
  imports: [Notice, RouterLink],
  template: `
    <ft-notice title="There is no page here" [isPage]="true" data-testid="not-found">
      <p>The address leads nowhere. It may have been cut when it was copied.</p>
      <a class="button" routerLink="/flows">All flows</a>
    </ft-notice>
  `,
})
export class NotFound {}
