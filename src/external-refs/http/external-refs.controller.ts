import { createHash } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Param, Patch, Put, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
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
import { BodyIsTheValue } from '../../shared/http/idempotency.js';
import { Precondition, type SubResourceCondition } from '../../shared/http/if-match.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentRefs } from '../application/document-refs.js';
import { EditExternalRefs } from '../application/edit-external-refs.js';

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
const IF_MATCH_MEMBER = { ...IF_MATCH, description: 'The ETag of the value you have seen.' };
const EXPECTED = {
  name: 'expected_version',
  required: false,
  type: 'integer',
  description: "The document's version.",
} as const;

const MALFORMED = { status: 400, description: 'Not well-formed JSON, or not UTF-8.', type: ProblemResponse };
const TOO_LARGE = {
  status: 413,
  description: 'external_refs would have more than 65,536 bytes.',
  type: ProblemResponse,
};
const NO_OBJECT = {
  status: 422,
  description: 'Not an object, or deeper than 64 levels.',
  type: ProblemResponse,
};
const SYSTEM = {
  name: 'system',
  description: 'The name of a member at the top of external_refs, percent-encoded.',
  example: 'salesforce',
};
const ANY_VALUE = {
  schema: { example: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
};
const ANY_ANSWER = { ...ANY_VALUE, headers: ANSWER.headers };

@ApiTags('External refs')
@Controller('api/documents/:id/external_refs')
export class ExternalRefsController {
  constructor(
    private readonly documents: DocumentRefs,
    private readonly editRefs: EditExternalRefs,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'getExternalRefs', summary: 'The exact bytes of external_refs' })
  @ApiOkResponse(ANSWER)
  @ApiResponse(NOT_FOUND)
  async get(@Id() documentId: number, @Res({ passthrough: true }) response: Response): Promise<RawJson> {
    return answer((await this.read(documentId)).toRawJson(), response);
  }

  @Put()
  @BodyIsTheValue()
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
  @ApiResponse(MALFORMED)
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  @ApiResponse(TOO_LARGE)
  @ApiResponse(NO_OBJECT)
  async replace(
    @Id() documentId: number,
    @ExactBody() body: JsonBody,
    @Precondition() condition: SubResourceCondition,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RawJson> {
    const given = ExternalRefs.parse(body.text);
    const refs = await this.edit(documentId, () => given, whole, condition, caller);
    return answer(refs.toRawJson(), response);
  }

  @Patch()
  @BodyIsTheValue()
  @RequireScope('write')
  @ApiOperation({
    operationId: 'mergeExternalRefs',
    summary: 'Change some members of external_refs',
    description:
      'A JSON Merge Patch (RFC 7396): members are set, or removed by null, at every level. What it does not name ' +
      'keeps its bytes; what it sets has the bytes that it has here.',
  })
  @ApiHeader(IF_MATCH)
  @ApiQuery(EXPECTED)
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiBody(VALUE)
  @ApiOkResponse(ANSWER)
  @ApiResponse(MALFORMED)
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  @ApiResponse(TOO_LARGE)
  @ApiResponse(NO_OBJECT)
  async merge(
    @Id() documentId: number,
    @ExactBody() body: JsonBody,
    @Precondition() condition: SubResourceCondition,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RawJson> {
    const patch = ExternalRefs.parsePatch(body.text);
    const refs = await this.edit(documentId, (current) => current.merged(patch), whole, condition, caller);
    return answer(refs.toRawJson(), response);
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
    @Precondition() condition: SubResourceCondition,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.edit(documentId, () => ExternalRefs.EMPTY, whole, condition, caller);
  }

  @Get(':system')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getExternalRef',
    summary: 'The exact bytes of what one system has in external_refs',
  })
  @ApiParam(SYSTEM)
  @ApiOkResponse(ANY_ANSWER)
  @ApiResponse({
    status: 404,
    description: 'There is no such document, or it has no such member.',
    type: ProblemResponse,
  })
  async getMember(
    @Id() documentId: number,
    @Param('system') system: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RawJson> {
    const value = (await this.read(documentId)).member(system);
    if (value) return answer(value, response);
    throw new DomainError(
      'not-found',
      'external_ref_not_found',
      `The external_refs of document ${documentId} have no member of this name.`,
    );
  }

  @Put(':system')
  @BodyIsTheValue()
  @RequireScope('write')
  @ApiOperation({
    operationId: 'replaceExternalRef',
    summary: 'Set what one system has in external_refs',
    description:
      'Any JSON value. Every other member keeps its bytes and place, and two systems that write at one time lose nothing.',
  })
  @ApiParam(SYSTEM)
  @ApiHeader(IF_MATCH_MEMBER)
  @ApiQuery(EXPECTED)
  @ApiBody(ANY_VALUE)
  @ApiOkResponse(ANY_ANSWER)
  @ApiResponse(MALFORMED)
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  @ApiResponse(TOO_LARGE)
  @ApiResponse({
    status: 422,
    description: 'external_refs would be deeper than 64 levels.',
    type: ProblemResponse,
  })
  async replaceMember(
    @Id() documentId: number,
    @Param('system') system: string,
    @ExactBody() body: JsonBody,
    @Precondition() condition: SubResourceCondition,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RawJson> {
    const value = ExternalRefs.parseMember(body.text);
    await this.edit(
      documentId,
      (current) => current.withMember(system, value),
      (current) => current.member(system),
      condition,
      caller,
    );
    return answer(value, response);
  }

  @Delete(':system')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'removeExternalRef',
    summary: 'Remove what one system has in external_refs',
    description: '204 also when it has nothing there.',
  })
  @ApiParam(SYSTEM)
  @ApiHeader(IF_MATCH_MEMBER)
  @ApiQuery(EXPECTED)
  @ApiNoContentResponse()
  @ApiResponse(NOT_FOUND)
  @ApiResponse(MISMATCH)
  async removeMember(
    @Id() documentId: number,
    @Param('system') system: string,
    @Precondition() condition: SubResourceCondition,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.edit(
      documentId,
      (current) => current.withoutMember(system),
      (current) => current.member(system),
      condition,
      caller,
    );
  }

  private async read(documentId: number): Promise<ExternalRefs> {
    const refs = await this.documents.read(documentId);
    if (refs) return refs;
    throw new DomainError('not-found', 'document_not_found', `There is no document ${documentId}.`);
  }

  /** @param part of the refs, which the tags of the condition are of */
  private edit(
    documentId: number,
    edit: (current: ExternalRefs) => ExternalRefs,
    part: (current: ExternalRefs) => RawJson | undefined,
    { tags, expectedVersions }: SubResourceCondition,
    { actor }: Caller,
  ): Promise<ExternalRefs> {
    const accepts = (current: ExternalRefs): boolean => {
      if (tags === undefined) return true;
      const value = part(current);
      return value !== undefined && (tags === '*' || tags.includes(tagOf(value)));
    };
    return this.editRefs.execute({ documentId, edit, accepts, expectedVersions, actor });
  }
}

function whole(refs: ExternalRefs): RawJson {
  return refs.toRawJson();
}

function answer(value: RawJson, response: Response): RawJson {
  response.setHeader('ETag', tagOf(value));
  return value;
}

function tagOf(value: RawJson): string {
  return `"${createHash('sha256').update(value.text).digest('hex').slice(0, 32)}"`;
}
