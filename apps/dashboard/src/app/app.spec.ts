import { beforeEach, expect, test } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router, TitleStrategy, withComponentInputBinding } from '@angular/router';

import { FETCH } from './api/fetch';
import { App } from './app';
import { routes } from './app.routes';
import { ENGINE_PORT } from './records/engine-port';
import { aDocument, aFlow } from './testing/a-flow';
import { FakeEngine } from './testing/fake-engine';
import { FakeServer } from './testing/fake-server';
import { PageTitle } from './ui/page-title';

let fixture: ComponentFixture<App>;
const words = (selector: string): string =>
  fixture.nativeElement.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function visit(url: string): Promise<void> {
  await TestBed.inject(Router).navigateByUrl(url);
  for (let turn = 0; turn < 6; turn++) await fixture.whenStable();
}

beforeEach(() => {
  const server = new FakeServer()
    .answerJson('/api/flows', { flows: [aFlow({ id: 'x' })], nextCursor: null })
    .answerJson('/api/flows/x', aDocument([], { id: 'x-123456' }));
  TestBed.configureTestingModule({
    providers: [
      provideRouter(routes, withComponentInputBinding()),
      { provide: TitleStrategy, useExisting: PageTitle },
      { provide: FETCH, useValue: server.fetch },
      { provide: ENGINE_PORT, useValue: new FakeEngine() },
    ],
  });
  fixture = TestBed.createComponent(App);
});

test('names the flow in the breadcrumb and the title, whatever the query becomes', async () => {
  await visit('/flows/x');
  await visit('/flows/x?step=judge');
  expect(words('nav')).toBe('Flows/movie-night #123456');
  expect(document.title).toBe('movie-night #123456 · Flow Trail');
  await visit('/flows');
  expect(words('nav')).toBe('Flows');
  expect(document.title).toBe('Flows · Flow Trail');
});

test('goes back to the list as it was filtered', async () => {
  await visit('/flows?status=failed');
  await visit('/flows/x');
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  await fixture.whenStable();
  expect(TestBed.inject(Router).url).toBe('/flows?status=failed');
});

test('says that an address leads nowhere', async () => {
  await visit('/nowhere');
  expect(words('[data-testid=not-found]')).toContain('There is no page here');
});

test('begins at the flows', async () => {
  await visit('/');
  expect(TestBed.inject(Router).url).toBe('/flows');
});
