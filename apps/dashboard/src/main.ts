import { bootstrapApplication } from '@angular/platform-browser';
import { Router } from '@angular/router';

import { App } from './app/app';
import { appConfig } from './app/app.config';
import { loadPage } from './app/app.routes';
import { EngineClient } from './app/records/engine-client';
import { nextTask } from './app/ui/next-task';

/** To evaluate, to start, to draw the frame and to go to the page are a task each: none holds up the browser. */
async function start(): Promise<void> {
  void loadPage(location.pathname);
  await nextTask();
  const { injector } = await bootstrapApplication(App, appConfig);
  await nextTask();
  injector.get(Router).initialNavigation();
  await nextTask();
  // The worker starts with the page, so that small flows never wait for it.
  injector.get(EngineClient);
}

void start();
