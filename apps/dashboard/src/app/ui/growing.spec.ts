import { beforeEach, expect, jest, test } from '@jest/globals';
import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';

import { growing } from './growing';

@Component({ selector: 'ft-list', template: '{{ drawn().join(" ") }}' })
class List {
  readonly all = signal(['a', 'b', 'c', 'd', 'e']);
  protected readonly drawn = growing(this.all, 2);
}

let frames: FrameRequestCallback[];
let fixture: ComponentFixture<List>;
const text = (): string => (fixture.nativeElement as HTMLElement).textContent ?? '';

function frame(): void {
  for (const callback of frames.splice(0)) callback(0);
  fixture.detectChanges();
}

beforeEach(() => {
  frames = [];
  jest.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback));
  fixture = TestBed.createComponent(List);
  fixture.detectChanges();
});

test('draws some more each frame, until all are drawn', () => {
  expect(text()).toBe('a b');
  frame();
  expect(text()).toBe('a b c d');
  frame();
  expect(text()).toBe('a b c d e');
});

test('does not begin anew when the list becomes another one', () => {
  frame();
  frame();
  fixture.componentInstance.all.set(['f', 'g', 'h']);
  fixture.detectChanges();
  expect(text()).toBe('f g h');
});
