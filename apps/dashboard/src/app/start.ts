import { bootstrapApplication } from '@angular/platform-browser';
import { Router } from '@angular/router';

import { App } from './app';
import { appConfig } from './app.config';
import { nextTask } from './ui/next-task';

/** To evaluate, to start, to draw the frame and to go to the page are a task each: none holds up the browser. */
export async function start(): Promise<void> {
  await parsed();
  await nextTask();
  const { injector } = await bootstrapApplication(App, appConfig);
  await nextTask();
  injector.get(Router).initialNavigation();
}

/** Scripts can be there before the element that the application is drawn in. */
function parsed(): Promise<unknown> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
