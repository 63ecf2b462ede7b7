import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ProblemResponse } from '../../shared/http/problem.response.js';

/** Describes what every request that brings a file may be refused with: see `UploadReceiver`. */
export function UploadRefusals(): MethodDecorator {
  const refused = (status: number, description: string): MethodDecorator =>
    ApiResponse({ status, description, type: ProblemResponse });
  return applyDecorators(
    refused(400, 'Not readable, or no file.'),
    refused(413, 'The file or a field is too large.'),
    refused(415, 'Neither multipart/form-data nor application/json.'),
    refused(422, 'An empty file, content that is not base64, or a member was refused.'),
  );
}
