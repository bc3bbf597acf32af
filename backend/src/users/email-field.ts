import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { canonicalEmail, EMAIL_MAX_LENGTH } from './email';

/** The e-mail address of somebody, in any spelling; the handler gets the canonical one. @see canonicalEmail */
export function Email(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (canonicalEmail(value) ?? null) : value)),
    ValidateBy({
      name: 'email',
      validator: {
        validate: (value: unknown) => typeof value === 'string',
        defaultMessage: () => 'Must be an e-mail address like ada@example.com.',
      },
    }),
    ApiProperty({ type: 'string', format: 'email', maxLength: EMAIL_MAX_LENGTH }),
  );
}
