import { ApiProperty } from '@nestjs/swagger';

/** Swagger's decorators cannot leave the type out: the description is built without it for members of this format. */
export const ANY_JSON = 'any-json';

/** A member of a response that is any JSON value, null included. */
export const AnyJson = (description: string, example: unknown): PropertyDecorator =>
  ApiProperty({ type: 'object', additionalProperties: true, format: ANY_JSON, description, example });
