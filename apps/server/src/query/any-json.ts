import type { ApiPropertyOptions } from '@nestjs/swagger';

/** Of whatever a program sent there. */
export const anyJson: ApiPropertyOptions = {
  oneOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
  ],
  nullable: true,
};
