import { Body, Controller, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { ChangeReplay } from '../application/change-replay.js';
import { PerformOperatorAction } from '../application/perform-operator-action.js';
import { ReplayNotFound } from '../application/replay-not-found.js';
import { Replays } from '../application/replays.js';
import { StartReplay } from '../application/start-replay.js';
import { REPLAYABLE_STATES } from '../domain/replayable-state.js';
import { ChangeReplayRequest, ListReplaysRequest, StartReplayRequest } from './replay.requests.js';
import { ReplayListResponse, ReplayResponse } from './replay.response.js';

const NOT_FOUND = { status: 404, description: 'There is no such replay.', type: ProblemResponse };
const INVALID = { status: 422, description: '`validation_failed`.', type: ProblemResponse };

@ApiTags('Webhook replays')
@Controller('api')
export class ReplaysController {
  constructor(
    private readonly startReplay: StartReplay,
    private readonly changeReplay: ChangeReplay,
    private readonly replays: Replays,
    private readonly perform: PerformOperatorAction,
    private readonly config: Config,
  ) {}

  @Post('webhook-endpoints/:id/replay')
  @HttpCode(202)
  @RequireScope('export')
  @ApiOperation({
    operationId: 'startReplay',
    summary: 'Send a range of events to an endpoint again',
    description:
      'However many; the workers make the deliveries step by step, and the answer comes at once. As with `resend`: ' +
      'what is delivered, superseded or cancelled becomes a new delivery of the same bytes, outside the order ' +
      'promise; what is parked is pending again; what is unfinished otherwise is left alone. Missing events are ' +
      'delivered in the order of their revisions; one is superseded if a later revision has arrived.',
  })
  @ApiAcceptedResponse({ type: ReplayResponse, description: '`Location` names it.' })
  @ApiResponse({
    status: 404,
    description: 'There is no such endpoint, or it is deleted.',
    type: ProblemResponse,
  })
  @ApiResponse({ status: 409, description: '`endpoint_disabled`: it gets nothing.', type: ProblemResponse })
  @ApiResponse(INVALID)
  async start(
    @Id() id: number,
    @Body() body: StartReplayRequest,
    @CurrentCaller() { actor }: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReplayResponse> {
    const replayId = await this.startReplay.execute(
      {
        endpointId: id,
        since: body.since,
        until: body.until ?? undefined,
        states: [...new Set(body.states ?? REPLAYABLE_STATES)],
        includeMissing: body.include_missing ?? false,
      },
      actor,
    );
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/webhook-replays/${replayId}`);
    return this.find(replayId);
  }

  @Get('webhook-replays')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listReplays',
    summary: 'Replays, newest first',
    description: 'Each with how far it has come. Finished ones are kept for RETENTION_DAYS.',
  })
  @ApiOkResponse({ type: ReplayListResponse })
  @ApiResponse({ status: 422, description: 'A parameter is not valid.', type: ProblemResponse })
  async list(@Query() query: ListReplaysRequest, @Req() request: Request): Promise<ReplayListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.replays.list(query.endpoint_id, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (replay) => [replay.id],
      (replay) => ReplayResponse.from(replay),
    );
  }

  @Get('webhook-replays/:id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getReplay', summary: 'A replay, and how far it has come' })
  @ApiOkResponse({ type: ReplayResponse })
  @ApiResponse(NOT_FOUND)
  async get(@Id() id: number): Promise<ReplayResponse> {
    return this.find(id);
  }

  @Patch('webhook-replays/:id')
  @RequireScope('export')
  @ApiOperation({
    operationId: 'changeReplay',
    summary: 'Pause, resume or cancel a replay',
    description:
      'From then on it makes no more deliveries (`paused`, `cancelled`), or goes on where it was (`running`). Those ' +
      'that it has made go out.',
  })
  @ApiOkResponse({ type: ReplayResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({ status: 409, description: '`replay_finished`.', type: ProblemResponse })
  @ApiResponse(INVALID)
  async change(
    @Id() id: number,
    @Body() body: ChangeReplayRequest,
    @CurrentCaller() { actor }: Caller,
  ): Promise<ReplayResponse> {
    await this.perform.execute(
      () => this.changeReplay.execute(id, body.state),
      ({ endpointId, changed }) =>
        changed ? { actor, action: `replay_${body.state}`, endpointId, replayId: id } : undefined,
    );
    return this.find(id);
  }

  private async find(id: number): Promise<ReplayResponse> {
    const replay = await this.replays.get(id);
    if (!replay) throw new ReplayNotFound(id);
    return ReplayResponse.from(replay);
  }
}
