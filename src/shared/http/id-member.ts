import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';

const message = 'must be an id';

/** The id of a document, a contact or the like, in a JSON body. */
export const IdMember = (): PropertyDecorator =>
  applyDecorators(IsInt({ message }), Min(1, { message }), Max(2 ** 31 - 1, { message }));
