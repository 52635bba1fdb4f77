import { inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, type Params, Router } from '@angular/router';

/** The query of the URL as the state of a page. Provide it in the page's component. */
@Injectable()
export class UrlState {
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #query = toSignal(this.#route.queryParamMap, { requireSync: true });

  get(name: string): string | null {
    return this.#query().get(name);
  }

  all(name: string): string[] {
    return this.#query().getAll(name);
  }

  /** Null removes. Small changes take the place of the last entry in the history, so that back leaves the page. */
  set(changes: Params, history: 'replace' | 'push' = 'replace'): void {
    void this.#router.navigate([], {
      relativeTo: this.#route,
      queryParams: changes,
      queryParamsHandling: 'merge',
      replaceUrl: history === 'replace',
    });
  }
}
