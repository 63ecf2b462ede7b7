import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage, PageRequest } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { ApiTokenQueries } from '../application/api-token.queries.js';
import { CreateApiToken } from '../application/create-api-token.js';
import { RevokeApiToken } from '../application/revoke-api-token.js';
import type { Initiator } from '../domain/access-event.js';
import { CreateApiTokenRequest } from './api-token.requests.js';
import { ApiTokenListResponse, ApiTokenResponse, ApiTokenWithSecretResponse } from './api-token.responses.js';
import { CurrentInitiator } from './current-initiator.js';

const NotFound = (): MethodDecorator =>
  ApiResponse({ status: 404, description: 'There is no such token.', type: ProblemResponse });

@ApiTags('API tokens')
@Controller('api/tokens')
@RequireScope('admin')
export class ApiTokensController {
  constructor(
    private readonly createApiToken: CreateApiToken,
    private readonly revokeApiToken: RevokeApiToken,
    private readonly tokens: ApiTokenQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'createApiToken',
    summary: 'Create an API token',
    description: 'The answer shows the `token`, this once: only its hash is kept.',
  })
  @ApiCreatedResponse({ type: ApiTokenWithSecretResponse, description: '`Location` names it.' })
  @ApiResponse({
    status: 422,
    description: 'A member is not valid: `validation_failed`, `expiry_in_past`.',
    type: ProblemResponse,
  })
  async create(
    @Body() body: CreateApiTokenRequest,
    @CurrentInitiator() by: Initiator,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ApiTokenWithSecretResponse> {
    const { id, secret } = await this.createApiToken.execute(
      { name: body.name, scopes: body.scopes, expiresAt: body.expires_at ?? null },
      by,
    );
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/tokens/${id}`);
    return ApiTokenWithSecretResponse.withSecret(await this.tokens.get(id), secret);
  }

  @Get()
  @ApiOperation({
    operationId: 'listApiTokens',
    summary: 'List API tokens, newest first',
    description: 'Expired ones too, until they are deleted.',
  })
  @ApiOkResponse({ type: ApiTokenListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: PageRequest, @Req() request: Request): Promise<ApiTokenListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.tokens.list(query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (view) => [view.id],
      ApiTokenResponse.from,
    );
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getApiToken', summary: 'Get an API token' })
  @ApiOkResponse({ type: ApiTokenResponse })
  @NotFound()
  async get(@Id() id: number): Promise<ApiTokenResponse> {
    return ApiTokenResponse.from(await this.tokens.get(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteApiToken',
    summary: 'Revoke an API token',
    description:
      'From the next request on it is not known, and sessions that were opened with it are over. A token that ' +
      '`RECORDENGINE_TOKEN` sets is put back when the service starts.',
  })
  @ApiNoContentResponse()
  @NotFound()
  @ApiResponse({
    status: 409,
    description: '`last_admin_token`: no other token that has not expired has the scope `admin`.',
    type: ProblemResponse,
  })
  async delete(@Id() id: number, @CurrentInitiator() by: Initiator): Promise<void> {
    await this.revokeApiToken.execute(id, by);
  }
}
