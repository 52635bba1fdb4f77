import type { Type } from '@angular/core';
import type { Routes } from '@angular/router';

const loadList = (): Promise<Type<unknown>> => import('./flows/list/flow-list-page').then((file) => file.FlowListPage);
const loadFlow = (): Promise<Type<unknown>> => import('./flows/page/flow-page').then((file) => file.FlowPage);

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'flows' },
  { path: 'flows', title: 'Flows', loadComponent: loadList },
  { path: 'flows/:id', title: 'Flow', loadComponent: loadFlow },
  { path: '**', title: 'Not found', loadComponent: () => import('./ui/not-found').then((file) => file.NotFound) },
];

/** Fetches the code of the page at a path, so that it comes while the application starts. */
export const loadPage = (path: string): Promise<unknown> => (path.startsWith('/flows/') ? loadFlow() : loadList());
