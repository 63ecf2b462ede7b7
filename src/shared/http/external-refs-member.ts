import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInstance, IsOptional } from 'class-validator';
import { RawJson } from '../kernel/json/raw-json.js';

/**
 * For the member `external_refs` of a request class: `RawJson`, null when cleared, undefined when absent. The
 * transform hands over the very object that `JsonBody` made; left alone, class-transformer would rebuild it.
 */
export function ExternalRefsMember(): PropertyDecorator {
  return applyDecorators(
    Transform(({ obj, key }) => (obj as Record<string, unknown>)[key], { toClassOnly: true }),
    IsOptional(),
    IsInstance(RawJson),
  );
}
