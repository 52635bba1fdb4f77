import { problems, type FieldError, type ProblemCode } from '@flow-trail/contracts';

/** An error that a caller may see; the filter in http/ renders it as problem details. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    /** What is wrong here and what to do; a sentence for the caller. */
    readonly detail: string,
    readonly more: { errors?: FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: more.cause });
  }

  get status(): number {
    return problems[this.code].status;
  }
}
