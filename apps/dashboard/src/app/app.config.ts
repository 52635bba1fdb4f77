import { type ApplicationConfig, provideAppInitializer, provideBrowserGlobalErrorListeners } from '@angular/core';
import {
  provideRouter,
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
    provideAppInitializer(nextTask),
  ],
};
