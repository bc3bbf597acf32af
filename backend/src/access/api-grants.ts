import { ApiProperty } from '@nestjs/swagger';

/** Describes a property that maps permissions to their reach. */
export function ApiGrants(): PropertyDecorator {
  return ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: ['own', 'any'] } });
}
