import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'flows' },
  {
    path: 'flows',
    title: 'Flows',
    loadComponent: () => import('./flows/list/flow-list-page').then((file) => file.FlowListPage),
  },
  {
    path: 'flows/:id',
    title: 'Flow',
    loadComponent: () => import('./flows/page/flow-page').then((file) => file.FlowPage),
  },
  { path: '**', title: 'Not found', loadComponent: () => import('./ui/not-found').then((file) => file.NotFound) },
];
