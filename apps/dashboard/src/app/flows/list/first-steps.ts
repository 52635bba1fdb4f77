import { Component } from '@angular/core';

import { CopyButton } from '../../ui/copy-button';
import { Notice } from '../../ui/notice';

/** What to do when nothing was ever sent. */
@Component({
  selector: 'ft-first-steps',
  imports: [CopyButton, Notice],
  template: `
    <ft-notice title="No flows yet" data-testid="first-steps">
      <p>A flow appears here a moment after your program finishes it. These lines send one:</p>
      <div class="snippet card">
        <ft-copy-button [text]="snippet" label="Copy the code" />
        <pre>{{ snippet }}</pre>
      </div>
      <p>Or run <code>make demo</code> in the Flow Trail folder to send twenty real ones.</p>
    </ft-notice>
  `,
  styles: `
    .snippet {
      position: relative;
      max-width: 100%;
      padding: 16px 44px 16px 20px;
      color: var(--text);
      text-align: left;
    }
    pre {
      overflow-x: auto;
      line-height: 20px;
    }
    ft-copy-button {
      position: absolute;
      top: 12px;
      right: 12px;
    }
  `,
})
export class FirstSteps {
  protected readonly snippet = [
    `import { createFlow } from '@flow-trail/sdk';`,
    ``,
    `const flow = createFlow('pick-a-film');`,
    `const step = flow.createStep('filter');`,
    `step.capture({ name: 'films', data: films, queryable: { rating: 'number' } });`,
    `step.finish({ reason: 'Kept films rated 7 or better' });`,
    `const { url } = await flow.finish();`,
  ].join('\n');
}
