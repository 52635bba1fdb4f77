import type { BatchAnswer, ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { compress } from './compress.js';
import {
  askedToWait,
  isRedirect,
  judgeAcceptance,
  readObject,
  redirected,
  refused,
  unexpected,
} from './judge-answer.js';
import type { Outcome, Push } from './transport.js';

const longestAnswer = 1024 * 1024;
/** What a server answers to the batch and not to what is in it: it knows no batches, or finds this one too large. */
const answersToBatch = [400, 404, 405, 413, 415, 422, 501];

type Answered = { key?: string | null; status?: number } & Partial<PushAccepted> &
  Partial<Omit<ProblemDetails, 'status'>>;

/** The body of `POST /api/flows/batch`: each push with its own key, as it would have gone alone. */
export function batchBody(
  pushes: readonly Push[],
  gzip: boolean,
): Promise<Pick<Push, 'contentType' | 'body' | 'encoding'>> {
  const items = pushes.map(({ idempotencyKey, shareable }) => `{"key":"${idempotencyKey}","push":${shareable}}`);
  const bytes = new TextEncoder().encode(`{"pushes":[${items.join(',')}]}`);
  return compress(bytes, gzip).then((compressed) => ({ contentType: 'application/json', ...compressed }));
}

/** An outcome for each push; undefined when it was the batch that was refused, and each should go alone. */
export async function judgeBatch(
  response: Response,
  pushes: readonly Push[],
  now: number,
): Promise<Outcome[] | undefined> {
  const forAll = (outcome: Outcome) => pushes.map(() => outcome);
  if (isRedirect(response)) return forAll(redirected(response));
  const answer: Partial<BatchAnswer & ProblemDetails> = await readObject(response, longestAnswer);
  if (answersToBatch.includes(response.status)) return undefined;
  if (!response.ok) return forAll(refused(response.status, answer, askedToWait(response, now)));
  const results = Array.isArray(answer.results) ? answer.results : [];
  return pushes.map((push, i) => {
    const result: Answered = results[i] ?? {};
    if (result.key !== push.idempotencyKey || !result.status) return unexpected(response.status, result);
    return result.status === 202 ? judgeAcceptance(202, result, push) : refused(result.status, result, undefined);
  });
}
