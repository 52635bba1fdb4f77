import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ComponentFixture, DeferBlockBehavior, TestBed } from '@angular/core/testing';

import { FakeEngine } from '../../testing/fake-engine';
import { EngineClient } from '../engine-client';
import { ENGINE_PORT } from '../engine-port';
import { ExportButton } from './export-button';
import { exportName } from './export-name';

let fixture: ComponentFixture<ExportButton>;
let saved: { name: string; blob: Blob } | null;
const { createObjectURL } = URL;
const { click } = HTMLAnchorElement.prototype;
const find = (testId: string): HTMLElement => fixture.nativeElement.querySelector(`[data-testid="${testId}"]`);
const words = (element: Element): string => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await fixture.whenStable();
}

beforeEach(async () => {
  saved = null;
  // jsdom shows no dialogs and saves no files.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  let blob = new Blob();
  URL.createObjectURL = (given) => {
    blob = given as Blob;
    return 'blob:made-here';
  };
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    saved = { name: this.download, blob };
  };
  TestBed.configureTestingModule({
    deferBlockBehavior: DeferBlockBehavior.Playthrough,
    providers: [{ provide: ENGINE_PORT, useValue: new FakeEngine('[{"id":1,"title":"=x"},{"id":2}]') }],
  });
  const address = { flowId: 'f', attempt: 1, observationId: 'o' };
  const declared = { queryable: null, decision: null };
  await TestBed.inject(EngineClient).open(address, declared, new AbortController().signal, () => undefined);
  fixture = TestBed.createComponent(ExportButton);
  const conditions = [{ path: 'id', op: '=' as const, value: '1' }];
  const target = { observationId: 'o', query: { conditions, text: '', sort: null }, columns: ['id', 'title'] };
  const inputs = { target, name: 'films/<b>', noun: 'record', matched: 1, total: 2 };
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await settle();
});
afterEach(() => {
  URL.createObjectURL = createObjectURL;
  HTMLAnchorElement.prototype.click = click;
});

test('says n of m before, in the name of the file, and after', async () => {
  find('export').click();
  await settle();
  expect(words(find('export-dialog'))).toContain('Export 1 of 2 records');
  find('export-csv').click();
  await settle();
  expect(saved?.name).toBe('films-b- 1 of 2.csv');
  expect(words(find('export-state'))).toMatch(/^Saved films-b- 1 of 2\.csv: 1 of 2, \d+ B$/);
});

test('opens by its key', async () => {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', cancelable: true }));
  await settle();
  expect(find('export-dialog')).not.toBeNull();
});

test('makes a name of what other programs called their flows', () => {
  expect(exportName('../../etc/passwd', 2, 2, 'json')).toBe('etc-passwd all 2.json');
  expect(exportName('Кино 映画', 1, 3, 'csv')).toBe('Кино 映画 1 of 3.csv');
  expect(exportName('…', 0, 0, 'csv')).toBe('flow all 0.csv');
});
