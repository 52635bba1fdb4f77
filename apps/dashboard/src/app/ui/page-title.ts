import { inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** The browser's title and the last word of the breadcrumb: a page that knows better than its route says so. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);
  #path: string | undefined;
  readonly #crumb = signal<string | null>(null);

  readonly crumb = this.#crumb.asReadonly();

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const [path] = snapshot.url.split('?');
    // Another query is the same page, which has its name already.
    if (path === this.#path) return;
    this.#path = path;
    this.#crumb.set(null);
    this.#title.setTitle(`${this.buildTitle(snapshot) ?? 'Flows'} · Flow Trail`);
  }

  name(crumb: string): void {
    this.#crumb.set(crumb);
    this.#title.setTitle(`${crumb} · Flow Trail`);
  }
}
