import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import type { EndpointView } from '../application/endpoint.queries.js';
import type { SendOutcome } from '../application/webhook-sender.js';
import type { EndpointAuth } from '../domain/endpoint-auth.js';
import { SECRET_MASK } from '../domain/secret-mask.js';
import { WEBHOOK_EVENTS } from '../domain/webhook-events.js';

const TIME = { format: 'date-time', example: '2026-01-15T09:30:00.000Z' };
const STATES = ['healthy', 'failing', 'open', 'paused', 'disabled'];

class EndpointAuthResponse {
  @ApiProperty({ enum: ['none', 'bearer', 'header'] })
  type: EndpointAuth['type'];
  @ApiProperty({
    type: String,
    nullable: true,
    example: SECRET_MASK,
    description: '`***` when there is one.',
  })
  token: string | null;
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ type: String, nullable: true, description: '`***` when there is one.' })
  value: string | null;
}

export class WebhookEndpointResponse {
  @ApiProperty({ type: 'integer', example: 3 })
  id: number;
  @ApiProperty({ example: 'https://crm.example/hooks/recordengine' })
  url: string;
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true })
  events: string[];
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  @ApiProperty()
  enabled: boolean;
  @ApiProperty({ type: EndpointAuthResponse })
  auth: EndpointAuthResponse;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'X-Tenant': SECRET_MASK },
    description: 'The names; values are never shown.',
  })
  headers: Record<string, string>;
  @ApiProperty({ type: 'integer', example: 16 })
  max_in_flight: number;
  @ApiProperty({ enum: STATES })
  state: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'http: the receiver answered 500 Internal Server Error',
  })
  state_reason: string | null;
  @ApiProperty({ type: 'integer', example: 0 })
  consecutive_failures: number;
  @ApiProperty({ type: String, nullable: true, ...TIME })
  next_probe_at: string | null;
  @ApiProperty({ type: 'integer', description: 'Deliveries that wait or are on their way.', example: 0 })
  backlog: number;
  @ApiProperty({ type: String, nullable: true, ...TIME, description: 'When the oldest of them was created.' })
  oldest_pending_at: string | null;
  @ApiProperty(TIME)
  created_at: string;
  @ApiProperty(TIME)
  updated_at: string;

  static from(view: EndpointView): WebhookEndpointResponse {
    return {
      id: view.id,
      url: view.url,
      events: view.events,
      description: view.description,
      enabled: view.enabled,
      auth: {
        type: view.authType,
        token: view.authType === 'bearer' ? SECRET_MASK : null,
        name: view.authName,
        value: view.authType === 'header' ? SECRET_MASK : null,
      },
      headers: Object.fromEntries(view.headerNames.map((name) => [name, SECRET_MASK])),
      max_in_flight: view.maxInFlight,
      state: view.state,
      state_reason: view.stateReason,
      consecutive_failures: view.consecutiveFailures,
      next_probe_at: view.nextProbeAt?.toISOString() ?? null,
      backlog: view.backlog,
      oldest_pending_at: view.oldestPendingAt?.toISOString() ?? null,
      created_at: view.createdAt.toISOString(),
      updated_at: view.updatedAt.toISOString(),
    };
  }
}

export class WebhookEndpointWithSecretResponse extends WebhookEndpointResponse {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
    description: 'Verifies the signatures (Standard Webhooks). Shown this once.',
  })
  secret: string;

  static withSecret(view: EndpointView, secret: string): WebhookEndpointWithSecretResponse {
    return { ...WebhookEndpointResponse.from(view), secret };
  }
}

export class WebhookEndpointListResponse extends PageOf(WebhookEndpointResponse) {}

export class TestWebhookResponse {
  @ApiProperty({ description: 'Whether it was answered with 2xx in time.' })
  ok: boolean;
  @ApiProperty({ type: 'integer', nullable: true, example: 200, description: 'Null without an answer.' })
  status_code: number | null;
  @ApiProperty({ type: 'integer', example: 84, description: 'Until the response headers, or the failure.' })
  duration_ms: number;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'timeout: no response headers within 15000 ms',
    description:
      '`<class>: <words>`, with the classes timeout, dns, tls, refused, reset, unreachable, address_refused, proxy, ' +
      'http.',
  })
  error: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The first 4 KiB of the answer.' })
  response_excerpt: string | null;

  static from(outcome: SendOutcome): TestWebhookResponse {
    return {
      ok: outcome.error === null,
      status_code: outcome.statusCode,
      duration_ms: outcome.durationMs,
      error: outcome.error,
      response_excerpt: outcome.responseExcerpt,
    };
  }
}
