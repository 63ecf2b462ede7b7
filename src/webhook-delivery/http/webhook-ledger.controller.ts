import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../../shared/http/require-scope.js';
import { WebhookLedgerQueries } from '../application/webhook-ledger.queries.js';
import { WebhookLedgerResponse } from './webhook-ledger.response.js';

@ApiTags('Webhook deliveries')
@Controller('api/webhook-ledger')
export class WebhookLedgerController {
  constructor(private readonly ledger: WebhookLedgerQueries) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getWebhookLedger',
    summary: 'What every endpoint was to get, and what became of it',
    description:
      'Counted as of one moment, from the beginning: RETENTION_DAYS takes nothing away. It reads all that is kept, ' +
      'so ask now and then, not every second.',
  })
  @ApiOkResponse({ type: WebhookLedgerResponse })
  async read(): Promise<WebhookLedgerResponse> {
    return WebhookLedgerResponse.from(await this.ledger.read());
  }
}
