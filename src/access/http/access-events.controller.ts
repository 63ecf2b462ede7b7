import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { AccessEventQueries } from '../application/access-event.queries.js';
import {
  AccessEventListResponse,
  AccessEventResponse,
  ListAccessEventsRequest,
} from './access-event.responses.js';

@ApiTags('Access events')
@Controller('api/access-events')
@RequireScope('admin')
export class AccessEventsController {
  constructor(
    private readonly events: AccessEventQueries,
    private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listAccessEvents',
    summary: 'Who signed in, and who changed users and tokens, newest first',
    description: 'Nothing in it is ever changed or deleted, and it holds no secrets.',
  })
  @ApiOkResponse({ type: AccessEventListResponse })
  @ApiResponse({ status: 422, description: 'A parameter is not valid.', type: ProblemResponse })
  async list(
    @Query() query: ListAccessEventsRequest,
    @Req() request: Request,
  ): Promise<AccessEventListResponse> {
    const [before] = query.after('bigId') ?? [];
    const { what } = query;
    const found = await this.events.list({ ...(what && { what }) }, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (view) => [view.id],
      AccessEventResponse.from,
    );
  }
}
