import { Param, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';

class IdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const id = /^\d{1,10}$/.test(value) ? Number(value) : 0;
    // Ids are 32-bit identities. What cannot be one names nothing, which is the same as not found.
    if (id < 1 || id > 2 ** 31 - 1)
      throw new DomainError('not-found', 'not_found', `There is nothing with the id "${value}".`);
    return id;
  }
}

/** An integer id in the path. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, new IdPipe());
