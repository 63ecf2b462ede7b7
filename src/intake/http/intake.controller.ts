import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { IntakeItemQueries } from '../application/intake-item.queries.js';
import { RetryIntakeItem } from '../application/retry-intake-item.js';
import {
  IntakeItemListResponse,
  IntakeItemResponse,
  ListIntakeItemsRequest,
} from './intake-item.responses.js';

@ApiTags('Intake')
@Controller('api/intake')
export class IntakeController {
  constructor(
    private readonly queries: IntakeItemQueries,
    private readonly retryItem: RetryIntakeItem,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listIntakeItems',
    summary: 'What arrived by hot folder or mail, newest first',
    description:
      'Each arrival with what became of it. Uploads by the API are documents at once, and not in this list.',
  })
  @ApiOkResponse({ type: IntakeItemListResponse })
  @ApiResponse({ status: 422, description: 'A filter was refused.', type: ProblemResponse })
  async list(
    @Query() query: ListIntakeItemsRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<IntakeItemResponse>> {
    const { channel, result } = query;
    const found = await this.queries.list(
      { ...(channel && { channel }), ...(result && { result }) },
      query.limit + 1,
      query.after('id')?.[0],
    );
    return answerPage(
      { request, config: this.config, query },
      found,
      (item) => [item.id],
      (item) => IntakeItemResponse.from(item),
    );
  }

  @Post(':id/retry')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'retryIntakeItem',
    summary: 'Try an arrival again',
    description:
      'What failed is `waiting` then, until a worker that watches its source has tried it, within seconds; mend first ' +
      'what `reason` says. What is waiting already is tried at once.',
  })
  @ApiOkResponse({ type: IntakeItemResponse })
  @ApiResponse({ status: 404, description: 'There is no such item.', type: ProblemResponse })
  @ApiResponse({
    status: 409,
    description: '`intake_item_accepted`: it is a document.',
    type: ProblemResponse,
  })
  async retry(@Id() id: number): Promise<IntakeItemResponse> {
    await this.retryItem.execute(id);
    const item = await this.queries.get(id);
    if (!item) throw new Error(`Intake item ${id} vanished while it was asked for again`);
    return IntakeItemResponse.from(item);
  }
}
