import { inject, Injectable } from '@angular/core';

import { ApiKey } from './api-key';
import { authorizationOf } from './authorization';
import { type Answer, failed, failureOf, unreachable, unreadable } from './failure';
import { FETCH } from './fetch';

/** Asks the server of this page; every answer is a value. */
@Injectable({ providedIn: 'root' })
export class ServerClient {
  readonly #fetch = inject(FETCH);
  readonly #apiKey = inject(ApiKey);

  get<T>(url: string, signal: AbortSignal | null, parse: (text: string) => T | Promise<T> = plain): Promise<Answer<T>> {
    return this.#ask(url, { signal }, parse);
  }

  put<T>(url: string, body: unknown): Promise<Answer<T>> {
    return this.#ask<T>(url, { method: 'PUT', body: JSON.stringify(body) }, plain);
  }

  async #ask<T>(url: string, init: RequestInit, parse: (text: string) => T | Promise<T>): Promise<Answer<T>> {
    let text: string;
    try {
      const headers = {
        accept: 'application/json',
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
        ...authorizationOf(this.#apiKey.value()),
      };
      const response = await this.#fetch(url, { ...init, headers });
      if (!response.ok) return failed(await failureOf(response));
      text = await response.text();
    } catch (cause) {
      return failed(unreachable(cause));
    }
    try {
      return { status: 'ok', value: await parse(text) };
    } catch (cause) {
      return failed(unreadable(cause));
    }
  }
}

const plain = <T>(text: string): T => JSON.parse(text) as T;
