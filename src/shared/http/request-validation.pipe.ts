import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { DomainError, type FieldError } from '../kernel/domain-error.js';

/** Bodies and queries against their request classes. Unknown members are refused: a typo must not be a silent no-op. */
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({ transform: true, whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
    this.exceptionFactory = (problems) => new Refused(problems);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value !== undefined && !isObject(value)) {
      throw new DomainError('invalid', 'validation_failed', 'The body must be a JSON object.');
    }
    if (metadata.type === 'param') return value; // their own pipes read them; Number('1e1') would be ten
    refuseDroppedNames(value, metadata.type === 'query' ? '/query' : '', nestedMembers(metadata.metatype));
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = fieldErrors(error.problems, metadata.type === 'query' ? '/query' : '');
      const what = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
      throw new DomainError('invalid', 'validation_failed', `The request was refused: ${what}.`, { errors });
    }
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** class-transformer leaves out what every object has, before anybody could find it unknown. */
function refuseDroppedNames(value: unknown, path: string, nested: readonly string[] = []): void {
  if (!isObject(value)) return;
  const members = value as Record<string, unknown>;
  const found = Object.keys(members).find((name) => name in {});
  if (found !== undefined) {
    const pointer = `${path}/${found}`;
    throw new DomainError('invalid', 'validation_failed', `${pointer} is not a member of this request.`, {
      errors: [{ pointer, message: 'is not a member of this request' }],
    });
  }
  for (const name of nested) {
    const member = members[name];
    if (!Array.isArray(member)) refuseDroppedNames(member, `${path}/${name}`);
    else member.forEach((each, index) => refuseDroppedNames(each, `${path}/${name}/${index}`));
  }
}

const nestedOf = new Map<object, string[]>();

/** The members of a request class that are of a class, too, or arrays of such. All others are any JSON. */
function nestedMembers(metatype: ArgumentMetadata['metatype']): readonly string[] {
  if (!metatype) return [];
  let nested = nestedOf.get(metatype);
  if (!nested) {
    nested = getMetadataStorage()
      .getTargetValidationMetadatas(metatype, '', false, false)
      .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
      .map(({ propertyName }) => propertyName);
    nestedOf.set(metatype, nested);
  }
  return nested;
}

class Refused extends Error {
  constructor(readonly problems: ValidationError[]) {
    super('A request was refused');
  }
}

function fieldErrors(problems: readonly ValidationError[], path: string): FieldError[] {
  return problems.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = `${path}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(constraints).map(([rule, message]) => ({
      pointer,
      message:
        rule === 'whitelistValidation'
          ? 'is not a member of this request'
          : message.replace(`${property} `, ''),
    }));
    return [...own, ...fieldErrors(children, pointer)];
  });
}
