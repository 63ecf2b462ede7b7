import { Body, Controller, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../shared/kernel/caller.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { allows } from '../../shared/kernel/allows.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { ExactBody } from '../../shared/http/exact-body.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { ChangeDocuments, type DocumentChangeInput } from '../application/change-documents.js';
import { ChangeDocumentsRequest } from './change-documents.request.js';
import { ChangeDocumentsResponse } from './change-documents.response.js';

@ApiTags('Documents')
@Controller('api/documents')
export class BulkChangesController {
  constructor(private readonly changeDocuments: ChangeDocuments) {}

  @Patch('bulk')
  @RequireScope('write')
  @ApiOperation({
    operationId: 'changeDocuments',
    summary: 'Change external_refs and status of up to 1,000 documents',
    description:
      'Each is changed whole or refused alone; the results come in the order given. `Export` also exports, with the ' +
      'new refs, unless the document is in Export already; it takes the scope `export` besides.',
  })
  @ApiOkResponse({ type: ChangeDocumentsResponse })
  @ApiResponse({ status: 422, description: 'Refused; `errors` names the members.', type: ProblemResponse })
  async change(
    @Body() { documents }: ChangeDocumentsRequest,
    @ExactBody() exactBody: JsonBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ChangeDocumentsResponse> {
    if (documents.some(({ status }) => status === 'Export') && !allows(caller.scopes, 'export')) {
      throw new DomainError('forbidden', 'missing_scope', 'To export needs a token with the scope export.');
    }
    const refs = exactBody.memberOfEach('documents', 'external_refs');
    const changes = documents.map(({ id, status, reason, expected_version }, index): DocumentChangeInput => ({
      documentId: id,
      externalRefs: refsOf(refs[index], index),
      status,
      reason: reason ?? null,
      expectedVersions: expected_version === undefined ? undefined : [expected_version],
    }));
    return ChangeDocumentsResponse.from(await this.changeDocuments.execute(changes, caller.actor));
  }
}

/** Refused with the whole request, before anything is done: a text that is no refs is the caller's slip. */
function refsOf(text: string | undefined, index: number): ExternalRefs | undefined {
  if (text === undefined) return undefined;
  if (text === 'null') return ExternalRefs.EMPTY;
  try {
    return ExternalRefs.parse(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const errors = [{ pointer: `/documents/${index}/external_refs`, message: error.message }];
    throw new DomainError(error.kind, error.code, error.message, { errors });
  }
}
