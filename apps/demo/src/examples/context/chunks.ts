import { readFileSync, readdirSync } from 'node:fs';

/** A section of a page. */
export interface Chunk {
  /** Page and section, from 1, such as `guide.md#3`. */
  id: string;
  document: string;
  title: string;
  text: string;
  /** How much of the context it takes. */
  words: number;
}

/** The pages of this project's own docs, section by section. */
export function loadChunks(): Chunk[] {
  const folder = new URL('../../../../../docs/', import.meta.url);
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return pages.flatMap((page) => chunksOf(page, readFileSync(new URL(page, folder), 'utf8')));
}

export function chunksOf(document: string, page: string): Chunk[] {
  return page.split(/^#+ /m).flatMap((section, at) => {
    const text = section.trim();
    if (text === '') return [];
    const [title = ''] = text.split('\n', 1);
    return [{ id: `${document}#${at}`, document, title, text, words: wordsOf(text).length }];
  });
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
