import { createHash } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Put, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import type { Caller } from '../../shared/kernel/caller.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { RawJson } from '../../shared/kernel/json/raw-json.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { ExactBody } from '../../shared/http/exact-body.js';
import { Id } from '../../shared/http/id.param.js';
import { Precondition, type SubResourceCondition } from '../../shared/http/if-match.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentRefs } from '../application/document-refs.js';
import { ReplaceExternalRefs } from '../application/replace-external-refs.js';

const NOT_FOUND = { status: 404, description: 'There is no such document.', type: ProblemResponse };
const MISMATCH = { status: 412, description: 'They have changed since.', type: ProblemResponse };
const VALUE = {
  schema: {
    type: 'object',
    additionalProperties: true,
    example: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
  },
};
const ANSWER = {
  ...VALUE,
  headers: { ETag: { required: true, schema: { type: 'string' }, description: 'Of these bytes.' } },
} as const;
const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag of the refs you have seen.' };
const EXPECTED = {
  name: 'expected_version',
  required: false,
  type: 'integer',
  description: "The document's version.",
} as const;

@ApiTags('External refs')
@Controller('api/documents/:id/external_refs')
export class ExternalRefsController {
  constructor(
    private readonly documents: DocumentRefs,
    private readonly replaceRefs: ReplaceExternalRefs,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'getExternalRefs', summary: 'The exact bytes of external_refs' })
  @ApiOkResponse(ANSWER)
  @ApiResponse(NOT_FOUND)
  async get(@Id() documentId: number, @Res({ passthrough: true }) response: Response): Promise<RawJson> {
    const refs = await this.documents.read(documentId);
    if (!refs)
      throw new DomainError('not-found', 'document_not_found', `There is no document ${documentId}.`);
    return answer(refs, response);
  }

  @Put()
  @RequireScope('write')
  @ApiOperation({
    operationId: 'replaceExternalRefs',
    summary: 'Replace external_refs',
    description: 'Every byte from { to } is kept: key order, number spelling, escapes and inner white space.',
  })
  @ApiHeader(IF_MATCH)
  @ApiQuery(EXPECTED)
  @ApiBody(VALUE)
  @ApiOkResponse(ANSWER)
  @ApiResponse({ status: 400, description: 'Not well-formed JSON, or not UTF-8.', type: ProblemResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  @ApiResponse({ status: 413, description: 'More than 65,536 bytes.', type: ProblemResponse })
  @ApiResponse({
    status: 422,
    description: 'Not an object, or deeper than 64 levels.',
    type: ProblemResponse,
  })
  async replace(
    @Id() documentId: number,
    @ExactBody() body: JsonBody,
    @Precondition() { tags, expectedVersions }: SubResourceCondition,
    @CurrentCaller() { actor }: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RawJson> {
    const refs = ExternalRefs.parse(body.text);
    const accepts = accepting(tags);
    return answer(
      await this.replaceRefs.execute({ documentId, refs, accepts, expectedVersions, actor }),
      response,
    );
  }

  @Delete()
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ operationId: 'clearExternalRefs', summary: 'Clear external_refs to {}' })
  @ApiHeader(IF_MATCH)
  @ApiQuery(EXPECTED)
  @ApiNoContentResponse()
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  async clear(
    @Id() documentId: number,
    @Precondition() { tags, expectedVersions }: SubResourceCondition,
    @CurrentCaller() { actor }: Caller,
  ): Promise<void> {
    await this.replaceRefs.execute({
      documentId,
      refs: ExternalRefs.EMPTY,
      accepts: accepting(tags),
      expectedVersions,
      actor,
    });
  }
}

function answer(refs: ExternalRefs, response: Response): RawJson {
  response.setHeader('ETag', tagOf(refs));
  return refs.toRawJson();
}

function accepting(tags: readonly string[] | undefined): (current: ExternalRefs) => boolean {
  return (current) => tags === undefined || tags.includes(tagOf(current));
}

function tagOf(refs: ExternalRefs): string {
  return `"${createHash('sha256').update(refs.text).digest('hex').slice(0, 32)}"`;
}
