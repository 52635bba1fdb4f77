import type { Assessment } from './judge.js';

/** What one chat completion said: an assessment and the tokens it took, 0 when it did not tell. */
export interface ChatAnswer {
  assessment: Assessment;
  tokens: number;
}

/** Reads the body of a chat completion; models wrap JSON in prose and fences, so the outermost braces are taken. */
export function readChatAnswer(body: unknown): ChatAnswer {
  const tokens = field(field(body, 'usage'), 'total_tokens');
  return {
    assessment: readAssessment(contentOf(body)),
    tokens: typeof tokens === 'number' && Number.isFinite(tokens) ? tokens : 0,
  };
}

function readAssessment(content: unknown): Assessment {
  if (typeof content !== 'string') return { error: 'the answer holds no choices[0].message.content' };
  const said = parse(content.slice(content.indexOf('{'), content.lastIndexOf('}') + 1));
  if (said === undefined) return { error: `the answer is not JSON: ${excerpt(content)}` };
  const relevance = toNumber(field(said, 'relevance'));
  if (!(relevance >= 0 && relevance <= 1)) {
    return { error: `relevance is not a number from 0 to 1: ${excerpt(content)}` };
  }
  const why = field(said, 'why');
  return { relevance, why: typeof why === 'string' ? why : '' };
}

/** Some models quote their numbers. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function contentOf(body: unknown): unknown {
  const choices = field(body, 'choices');
  return field(field(Array.isArray(choices) ? choices[0] : undefined, 'message'), 'content');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
