import { summariseText } from '@flow-trail/decisions';

import { authorizationOf } from '../../../api/authorization';
import { failureOf } from '../../../api/failure';
import type { Preview, PreviewAnswer, PreviewRequest } from './preview-messages';

/** Reads the data of one observation by any declaration; keeps the text, so that a change of a word costs no request. */
export class PreviewReader {
  #text: { url: string; text: string } | null = null;

  constructor(private readonly fetch: typeof globalThis.fetch) {}

  async read({ id, url, apiKey, declaration }: PreviewRequest): Promise<PreviewAnswer> {
    return { id, preview: await this.#preview(url, apiKey, declaration) };
  }

  async #preview(url: string, apiKey: string | null, declaration: PreviewRequest['declaration']): Promise<Preview> {
    try {
      const { decision } = summariseText(await this.#textOf(url, apiKey), { decision: declaration }).summary;
      return decision ? { status: 'ready', summary: decision } : { status: 'failed', detail: 'Nothing is declared.' };
    } catch (cause) {
      return { status: 'failed', detail: cause instanceof Error ? cause.message : String(cause) };
    }
  }

  async #textOf(url: string, apiKey: string | null): Promise<string> {
    if (this.#text?.url === url) return this.#text.text;
    const headers = { accept: 'application/json', ...authorizationOf(apiKey) };
    const response = await this.fetch(url, { headers });
    if (!response.ok) throw new Error((await failureOf(response)).detail);
    this.#text = { url, text: await response.text() };
    return this.#text.text;
  }
}
