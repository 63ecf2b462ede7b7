import { Controller, Get, HttpCode, Param, Post, Query, Req, type PipeTransform } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { answerPage, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { isUuid } from '../../shared/kernel/is-uuid.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { CancelDelivery } from '../application/cancel-delivery.js';
import { DeliveryNotFound } from '../application/delivery-not-found.js';
import { DeliveryQueries, type DeliveryView } from '../application/delivery.queries.js';
import { PerformOperatorAction } from '../application/perform-operator-action.js';
import { ResendDelivery } from '../application/resend-delivery.js';
import {
  DeliveryDetailResponse,
  DeliveryListResponse,
  DeliveryResponse,
  ListDeliveriesRequest,
} from './delivery.responses.js';

const ID = { name: 'id', type: String, format: 'uuid' };
const NOT_FOUND = { status: 404, description: 'There is no such delivery.', type: ProblemResponse };

class DeliveryIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (isUuid(id)) return id;
    throw new DeliveryNotFound(id);
  }
}

@ApiTags('Webhook deliveries')
@Controller('api/webhook-deliveries')
export class DeliveriesController {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly resendDelivery: ResendDelivery,
    private readonly cancelDelivery: CancelDelivery,
    private readonly perform: PerformOperatorAction,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'listDeliveries', summary: 'List deliveries, newest first' })
  @ApiOkResponse({ type: DeliveryListResponse })
  @ApiResponse({ status: 422, description: 'A filter was refused.', type: ProblemResponse })
  async list(
    @Query() query: ListDeliveriesRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<DeliveryResponse>> {
    const found = await this.queries.list(
      {
        endpointId: query.endpoint_id,
        documentId: query.document_id,
        eventId: query.event_id,
        state: query.state,
        createdAfter: query.created_after,
        createdBefore: query.created_before,
      },
      query.limit + 1,
      query.after('uuid')?.[0],
    );
    return answerPage(
      { request, config: this.config, query },
      found,
      (delivery) => [delivery.id],
      (delivery) => DeliveryResponse.from(delivery),
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDelivery', summary: 'A delivery and its attempts' })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryDetailResponse })
  @ApiResponse(NOT_FOUND)
  async get(@Param('id', new DeliveryIdPipe()) id: string): Promise<DeliveryDetailResponse> {
    return DeliveryDetailResponse.of(await this.find(id), await this.queries.attempts(id));
  }

  @Post(':id/resend')
  @HttpCode(200)
  @RequireScope('export')
  @ApiOperation({
    operationId: 'resendDelivery',
    summary: 'Send a delivery again',
    description:
      'What is finished becomes a new delivery of the same bytes (`resend_of`), outside the order promise; ' +
      'what is parked or pending is the same delivery, due now. Either says `x-recordengine-resend: true`.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({
    status: 409,
    description: 'It is being sent, or cannot be sent any more.',
    type: ProblemResponse,
  })
  async resend(
    @Param('id', new DeliveryIdPipe()) id: string,
    @CurrentCaller() { actor }: Caller,
  ): Promise<DeliveryResponse> {
    const resent = await this.perform.execute(
      () => this.resendDelivery.execute(id),
      (deliveryId) => ({
        actor,
        action: 'resend',
        deliveryId,
        ...(deliveryId !== id && { detail: { resend_of: id } }),
      }),
    );
    return DeliveryResponse.from(await this.find(resent));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('export')
  @ApiOperation({
    operationId: 'cancelDelivery',
    summary: 'Cancel a delivery',
    description:
      'What is pending or parked does not go out, and holds up no later revision; it stays in the ledger. One that is ' +
      'cancelled already stays so. It can be sent again (`resend`).',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({
    status: 409,
    description: 'It is being sent (`delivery_under_way`), or it is `delivery_finished`.',
    type: ProblemResponse,
  })
  async cancel(
    @Param('id', new DeliveryIdPipe()) id: string,
    @CurrentCaller() { actor }: Caller,
  ): Promise<DeliveryResponse> {
    await this.perform.execute(
      () => this.cancelDelivery.execute(id),
      (wasOpen) => (wasOpen ? { actor, action: 'cancel', deliveryId: id } : undefined),
    );
    return DeliveryResponse.from(await this.find(id));
  }

  private async find(id: string): Promise<DeliveryView> {
    const delivery = await this.queries.get(id);
    if (!delivery) throw new DeliveryNotFound(id);
    return delivery;
  }
}
