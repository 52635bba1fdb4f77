import {
  type ApplicationConfig,
  inject,
  Injector,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import {
  provideRouter,
  Router,
  TitleStrategy,
  withComponentInputBinding,
  withDisabledInitialNavigation,
} from '@angular/router';

import { routes } from './app.routes';
import { nextTask } from './ui/next-task';
import { PageTitle } from './ui/page-title';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    // main.ts navigates, in a task of its own.
    provideRouter(routes, withComponentInputBinding(), withDisabledInitialNavigation()),
    { provide: TitleStrategy, useExisting: PageTitle },
    // The router is a task of its own, and so is what is drawn with it.
    provideAppInitializer(async () => {
      const injector = inject(Injector);
      await nextTask();
      injector.get(Router);
      await nextTask();
    }),
  ],
};
