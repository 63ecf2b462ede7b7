import type { ComponentType } from 'preact';
import type { Scope } from './me.js';

export interface PageProps {
  /** What stands for the names in the path; `rest` is what a `*` stands for. */
  parameters: Record<string, string>;
}

export interface Route {
  path: string;
  load: () => Promise<{ default: ComponentType<PageProps> }>;
  /** In the navigation, for whom may do that. */
  entry?: { label: string; scope: Scope };
}

/** One file of pages/ each, loaded when it is opened. The first that matches counts. */
export const ROUTES: readonly Route[] = [
  { path: '/', load: () => import('./pages/documents.js'), entry: { label: 'Documents', scope: 'read' } },
  { path: '/documents/:id', load: () => import('./pages/document.js') },
  {
    path: '/webhooks/*',
    load: () => import('./pages/webhooks.js'),
    entry: { label: 'Webhooks', scope: 'read' },
  },
  { path: '/intake/*', load: () => import('./pages/intake.js'), entry: { label: 'Intake', scope: 'read' } },
  {
    path: '/settings/*',
    load: () => import('./pages/settings.js'),
    entry: { label: 'Settings', scope: 'read' },
  },
  { path: '/audit/*', load: () => import('./pages/audit.js'), entry: { label: 'Audit', scope: 'admin' } },
];
