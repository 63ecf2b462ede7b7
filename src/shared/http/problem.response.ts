import { STATUS_CODES } from 'node:http';
import { ApiProperty } from '@nestjs/swagger';

class ProblemField {
  @ApiProperty({ example: '/contact_id', description: 'JSON pointer into the body, or /query/<name>.' })
  pointer: string;
  @ApiProperty({ example: 'must be an integer' })
  message: string;
}

/** RFC 9457. */
export class ProblemResponse {
  @ApiProperty({ example: 'urn:recordengine:problem:document_not_found' })
  type: string;
  @ApiProperty({ example: 'Not Found' })
  title: string;
  @ApiProperty({ type: 'integer', example: 404 })
  status: number;
  @ApiProperty({ example: 'There is no document 847.' })
  detail: string;
  @ApiProperty({ example: '/api/documents/847' })
  instance: string;
  @ApiProperty({ example: 'document_not_found', description: 'Stable; decide by this.' })
  code: string;
  @ApiProperty({ type: [ProblemField] })
  errors: ProblemField[];
  @ApiProperty({ example: '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10' })
  request_id: string;

  /** `type` and `title` follow from `code` and `status`. */
  static of(problem: Omit<ProblemResponse, 'type' | 'title'>): ProblemResponse {
    return {
      type: `urn:recordengine:problem:${problem.code}`,
      title: STATUS_CODES[problem.status] ?? '',
      ...problem,
    };
  }
}
