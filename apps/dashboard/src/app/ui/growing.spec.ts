import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';

import { growing } from './growing';

@Component({ selector: 'ft-urgent', template: '{{ later().join(" ") }}, {{ first().join(" ") }}' })
class Urgent {
  protected readonly later = growing(signal(['x', 'y']), 1, 0);
  protected readonly first = growing(signal(['a', 'b', 'c']), 1, 2);
}

@Component({ selector: 'ft-unseen', template: '{{ unseen().join(" ") }}, {{ later().join(" ") }}' })
class Unseen {
  protected readonly unseen = growing(signal(['x', 'y', 'z']), 1, 0, 'unseen');
  protected readonly later = growing(signal(['a', 'b', 'c']), 1, 0);
}

@Component({ selector: 'ft-lists', template: '{{ first().join(" ") }}, {{ second().join(" ") }}' })
class Lists {
  readonly all = signal(['a', 'b', 'c', 'd', 'e']);
  protected readonly first = growing(this.all, 2);
  protected readonly second = growing(signal(['x', 'y']), 1);
}

const wait = globalThis.setTimeout;
let now: number;
let fixture: ComponentFixture<unknown>;
/** What was drawn whenever the browser had its turn. */
let seen: string[];
const text = (): string => (fixture.nativeElement as HTMLElement).textContent ?? '';

beforeEach(() => {
  now = 0;
  seen = [];
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  fixture = TestBed.createComponent(Lists);
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void) => {
    if (seen.at(-1) !== text()) seen.push(text());
    return wait(act);
  }) as typeof setTimeout);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('draws a bit of each in turn, one a task where a bit takes long', async () => {
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 100));
  fixture.detectChanges();
  await fixture.whenStable();
  expect(seen).toEqual([', ', 'a b, ', 'a b, x', 'a b c d, x', 'a b c d, x y']);
  expect(text()).toBe('a b c d e, x y');
});

test('draws all in one task where it takes no time', async () => {
  fixture.detectChanges();
  await fixture.whenStable();
  expect(seen).toEqual([', ']);
  expect(text()).toBe('a b c d e, x y');
});

test('does not begin anew when the list becomes another one', async () => {
  fixture.detectChanges();
  await fixture.whenStable();
  (fixture.componentInstance as Lists).all.set(['f', 'g', 'h']);
  fixture.detectChanges();
  expect(text()).toBe('f g h, x y');
});

test('draws what can wait after what cannot', async () => {
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 100));
  fixture = TestBed.createComponent(Urgent);
  fixture.detectChanges();
  await fixture.whenStable();
  expect(seen).toEqual([', ', ', a', ', a b', 'x, a b', 'x, a b c']);
  expect(text()).toBe('x y, a b c');
});

test('draws what nobody sees after all else, a bit a task though it takes no time', async () => {
  fixture = TestBed.createComponent(Unseen);
  fixture.detectChanges();
  await fixture.whenStable();
  expect(seen).toEqual([', ', 'x, a b c', 'x y, a b c']);
  expect(text()).toBe('x y z, a b c');
});

test('draws what can wait when what cannot was painted', async () => {
  jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((act: () => void, ms = 0) => (ms === 0 ? wait(act) : 0)) as typeof setTimeout);
  const frames: FrameRequestCallback[] = [];
  jest.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((act) => frames.push(act));
  fixture = TestBed.createComponent(Urgent);
  fixture.detectChanges();
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => wait(resolve));
  expect(text()).toBe(', a b');
  for (const frame of frames) frame(0);
  await fixture.whenStable();
  expect(text()).toBe('x y, a b c');
});
