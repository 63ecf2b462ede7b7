import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { OperatorActions } from '../application/operator-actions.js';
import {
  ListOperatorActionsRequest,
  OperatorActionListResponse,
  OperatorActionResponse,
} from './operator-action.responses.js';

@ApiTags('Webhook operator actions')
@Controller('api/webhook-operator-actions')
export class OperatorActionsController {
  constructor(
    private readonly actions: OperatorActions,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listOperatorActions',
    summary: 'What was done to deliveries and endpoints, newest first',
    description:
      'Who, when and what: resend, cancel, test, replay, endpoints that were created, changed (which members), enabled, ' +
      'disabled or deleted, rotated secrets, offline mode. What changed nothing is not in it. Kept for RETENTION_DAYS.',
  })
  @ApiOkResponse({ type: OperatorActionListResponse })
  @ApiResponse({ status: 422, description: 'A parameter is not valid.', type: ProblemResponse })
  async list(
    @Query() query: ListOperatorActionsRequest,
    @Req() request: Request,
  ): Promise<OperatorActionListResponse> {
    const [before] = query.after('bigId') ?? [];
    const found = await this.actions.list(query.endpoint_id, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (action) => [action.id],
      (action) => OperatorActionResponse.from(action),
    );
  }
}
