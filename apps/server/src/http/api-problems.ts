import { problems, type FieldError, type ProblemCode, type ProblemDetails } from '@flow-trail/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';

class FieldErrorAnswer implements FieldError {
  @ApiProperty({ description: 'RFC 6901 JSON pointer into the body.', example: '/steps/0/status' })
  pointer: string;

  @ApiProperty()
  detail: string;
}

export class ProblemAnswer implements ProblemDetails {
  @ApiProperty({ example: 'urn:flowtrail:problem:not-found' })
  type: string;

  @ApiProperty()
  title: string;

  @ApiProperty()
  status: number;

  @ApiProperty({ enum: Object.keys(problems) })
  code: ProblemCode;

  @ApiProperty({ description: 'What is wrong here and what to do.' })
  detail: string;

  @ApiProperty({ description: 'Whether the same request can succeed later.' })
  retryable: boolean;

  @ApiProperty({ description: "Names this request in the server's log." })
  requestId: string;

  @ApiPropertyOptional({ type: [FieldErrorAnswer], maxItems: 20 })
  errors?: FieldError[];
}

/** What any route answers once there are keys. */
const ofAccess = [401, 403, 429];

/** Documents the problems that a route answers, by status; those of access are added. */
export const ApiProblems = (...statuses: number[]): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemAnswer),
    ...[...new Set([...statuses, ...ofAccess])].map((status) =>
      ApiResponse({
        status,
        description: Object.entries(problems)
          .filter(([, problem]) => problem.status === status)
          .map(([code]) => code)
          .join(', '),
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } } },
      }),
    ),
  );
