import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage, PageRequest } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { CreateEndpoint } from '../application/create-endpoint.js';
import { DeleteEndpoint } from '../application/delete-endpoint.js';
import { EndpointQueries } from '../application/endpoint.queries.js';
import { PerformOperatorAction } from '../application/perform-operator-action.js';
import { RotateEndpointSecret } from '../application/rotate-endpoint-secret.js';
import { SendTestWebhook } from '../application/send-test-webhook.js';
import { UpdateEndpoint } from '../application/update-endpoint.js';
import type { EndpointSettings } from '../domain/endpoint.js';
import { makeEndpointAuth } from '../domain/make-endpoint-auth.js';
import {
  CreateWebhookEndpointRequest,
  RotateSecretRequest,
  UpdateWebhookEndpointRequest,
} from './webhook-endpoint.requests.js';
import {
  TestWebhookResponse,
  WebhookEndpointListResponse,
  WebhookEndpointResponse,
  WebhookEndpointWithSecretResponse,
} from './webhook-endpoint.responses.js';

const DAY_SECONDS = 86_400;

const NotFound = (): MethodDecorator =>
  ApiResponse({
    status: 404,
    description: 'There is no such endpoint, or it is deleted.',
    type: ProblemResponse,
  });

const Refused = (): MethodDecorator =>
  ApiResponse({
    status: 422,
    description:
      'A member is not valid: `validation_failed`, `endpoint_url_invalid`, `auth_invalid`, `headers_invalid`, ' +
      '`header_reserved`, `header_conflict`. `endpoint_address_refused`: the host is not a public address, and not in ' +
      '`WEBHOOK_ALLOWED_CIDRS`. `public_base_url_unset`: while `PUBLIC_BASE_URL` is unset, only endpoints on this ' +
      'machine can be used.',
    type: ProblemResponse,
  });

@ApiTags('Webhook endpoints')
@Controller('api/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    private readonly createEndpoint: CreateEndpoint,
    private readonly updateEndpoint: UpdateEndpoint,
    private readonly deleteEndpoint: DeleteEndpoint,
    private readonly rotateEndpointSecret: RotateEndpointSecret,
    private readonly sendTestWebhook: SendTestWebhook,
    private readonly perform: PerformOperatorAction,
    private readonly endpoints: EndpointQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'createWebhookEndpoint',
    summary: 'Create a webhook endpoint',
    description:
      'It gets what is exported from now on. The answer shows the signing `secret`, this once. Webhooks are signed ' +
      'as Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`). This is also how a REST hook ' +
      'subscribes, with `target_url`; `Location` is what it deletes to end that.',
  })
  @ApiCreatedResponse({ type: WebhookEndpointWithSecretResponse, description: '`Location` names it.' })
  @Refused()
  async create(
    @Body() body: CreateWebhookEndpointRequest,
    @CurrentCaller() { actor }: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookEndpointWithSecretResponse> {
    const wanted = {
      events: ['document.exported' as const],
      description: null,
      enabled: true,
      auth: { type: 'none' as const },
      headers: {},
      maxInFlight: 16,
      ...settings(body),
      url: urlOf(body) ?? '', // one of the two is there: the request was checked
    };
    const { id, secret } = await this.createEndpoint.execute(wanted, actor);
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/webhook-endpoints/${id}`);
    return WebhookEndpointWithSecretResponse.withSecret(await this.endpoints.get(id), secret);
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'listWebhookEndpoints', summary: 'List webhook endpoints, newest first' })
  @ApiOkResponse({ type: WebhookEndpointListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: PageRequest, @Req() request: Request): Promise<WebhookEndpointListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.endpoints.list(query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (view) => [view.id],
      WebhookEndpointResponse.from,
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getWebhookEndpoint', summary: 'Get a webhook endpoint' })
  @ApiOkResponse({ type: WebhookEndpointResponse })
  @NotFound()
  async get(@Id() id: number): Promise<WebhookEndpointResponse> {
    return WebhookEndpointResponse.from(await this.endpoints.get(id));
  }

  @Patch(':id')
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'updateWebhookEndpoint',
    summary: 'Change a webhook endpoint',
    description:
      'Only the members that are named. URL, auth and headers hold for the next attempt of everything that waits; ' +
      'another URL or auth is tried at once. `events` holds for what is exported from now on. Disabling parks what ' +
      'waits (`endpoint_disabled`); enabling, also after a 410, sends what was parked for that, in order.',
  })
  @ApiOkResponse({ type: WebhookEndpointResponse })
  @NotFound()
  @Refused()
  async update(
    @Id() id: number,
    @Body() body: UpdateWebhookEndpointRequest,
    @CurrentCaller() { actor }: Caller,
  ): Promise<WebhookEndpointResponse> {
    await this.updateEndpoint.execute(id, settings(body), actor);
    return WebhookEndpointResponse.from(await this.endpoints.get(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    description:
      'Its unfinished deliveries are cancelled (`endpoint_deleted`); its finished ones stay in the ledger. 204 also ' +
      'when it is deleted already.',
  })
  @ApiNoContentResponse()
  @NotFound()
  async delete(@Id() id: number, @CurrentCaller() { actor }: Caller): Promise<void> {
    await this.perform.execute(
      () => this.deleteEndpoint.execute(id),
      (wasThere) => (wasThere ? { actor, action: 'delete_endpoint', endpointId: id } : undefined),
    );
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Give a webhook endpoint a new secret',
    description:
      'For `overlap_seconds` both the new and the old secret sign, so that the receiver can change over without a ' +
      'gap. Rotating again meanwhile drops the oldest. The answer shows the new `secret`, this once.',
  })
  @ApiBody({ type: RotateSecretRequest, required: false })
  @ApiOkResponse({ type: WebhookEndpointWithSecretResponse })
  @NotFound()
  @ApiResponse({ status: 422, description: '`validation_failed`.', type: ProblemResponse })
  async rotateSecret(
    @Id() id: number,
    @Body() body: RotateSecretRequest,
    @CurrentCaller() { actor }: Caller,
  ): Promise<WebhookEndpointWithSecretResponse> {
    const overlap = body.overlap_seconds ?? DAY_SECONDS;
    const secret = await this.perform.execute(
      () => this.rotateEndpointSecret.execute(id, overlap),
      () => ({ actor, action: 'rotate_secret', endpointId: id, detail: { overlap_seconds: overlap } }),
    );
    return WebhookEndpointWithSecretResponse.withSecret(await this.endpoints.get(id), secret);
  }

  @Post(':id/test')
  @HttpCode(200)
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test webhook',
    description:
      'One real, signed `webhook.test` at once, also to a disabled endpoint. It is in no queue and in no ledger. The ' +
      'answer is 200 whatever the receiver does; `ok` tells.',
  })
  @ApiOkResponse({ type: TestWebhookResponse })
  @NotFound()
  @ApiResponse({ status: 409, description: '`offline_mode` is on.', type: ProblemResponse })
  async test(@Id() id: number, @CurrentCaller() { actor }: Caller): Promise<TestWebhookResponse> {
    return TestWebhookResponse.from(await this.sendTestWebhook.execute(id, actor));
  }
}

function urlOf({ url, target_url }: UpdateWebhookEndpointRequest): string | undefined {
  if (url === undefined || target_url === undefined || url === target_url) return url ?? target_url;
  const message = 'is another name for url, and says something else';
  throw new DomainError('invalid', 'validation_failed', `target_url ${message}.`, {
    errors: [{ pointer: '/target_url', message }],
  });
}

/** The members that are named. */
function settings(body: UpdateWebhookEndpointRequest): Partial<EndpointSettings> {
  const url = urlOf(body);
  return {
    ...(url !== undefined && { url }),
    ...(body.events !== undefined && { events: body.events }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.enabled !== undefined && { enabled: body.enabled }),
    ...(body.auth !== undefined && { auth: makeEndpointAuth(body.auth) }),
    ...(body.headers !== undefined && { headers: { ...body.headers } }),
    ...(body.max_in_flight !== undefined && { maxInFlight: body.max_in_flight }),
  };
}
