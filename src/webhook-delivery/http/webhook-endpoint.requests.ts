import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiSchema, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MayBeAbsent } from '../../shared/http/may-be-absent.js';
import { Text } from '../../shared/http/text.js';
import type { EndpointAuth } from '../domain/endpoint-auth.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../domain/webhook-events.js';

const AUTH_TYPES: EndpointAuth['type'][] = ['none', 'bearer', 'header'];
const MAX_OVERLAP_SECONDS = 30 * 24 * 3600;

const TextValues = (): PropertyDecorator =>
  applyDecorators(
    IsObject({ message: 'must be an object of header names and texts' }),
    ValidateBy({
      name: 'textValues',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' &&
          value !== null &&
          Object.values(value).every((each) => typeof each === 'string'),
        defaultMessage: () => 'must be an object of header names and texts',
      },
    }),
  );

@ApiSchema({
  description:
    'How the service shows who it is, besides the signature. Encrypted at rest and never read back. In a change, a ' +
    '`token` or `value` of `***` leaves what is stored.',
})
export class EndpointAuthRequest {
  @ApiProperty({ enum: AUTH_TYPES })
  @IsIn(AUTH_TYPES, { message: `must be one of ${AUTH_TYPES.join(', ')}` })
  type: EndpointAuth['type'];

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 8192, description: 'For `bearer`.' })
  @IsOptional()
  @Text({ max: 8192 })
  token?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 128,
    description: "For `header`: the header's name.",
    example: 'X-Api-Key',
  })
  @IsOptional()
  @Text({ max: 128 })
  name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 8192, description: 'For `header`.' })
  @IsOptional()
  @Text({ max: 8192 })
  value?: string | null;
}

export class CreateWebhookEndpointRequest {
  @ApiPropertyOptional({
    maxLength: 2048,
    example: 'https://crm.example/hooks/recordengine',
    description:
      'http or https, without a user name or password. Redirects are never followed. Required, by this name or as ' +
      '`target_url`.',
  })
  @ValidateIf(
    ({ url, target_url }: CreateWebhookEndpointRequest) => url !== undefined || target_url === undefined,
  )
  @Text({ min: 1, max: 2048 })
  url?: string;

  @ApiPropertyOptional({
    maxLength: 2048,
    description: 'Another name for `url`: REST hooks (Zapier, n8n and others) call it so.',
  })
  @MayBeAbsent()
  @Text({ min: 1, max: 2048 })
  target_url?: string;

  @ApiPropertyOptional({
    enum: WEBHOOK_EVENTS,
    isArray: true,
    default: ['document.exported'],
    description: 'The operational events (`endpoint.…`, `delivery.…`) tell about other endpoints only.',
  })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of events' })
  @ArrayMinSize(1, { message: 'must name at least one event' })
  @ArrayMaxSize(50, { message: 'must name at most 50 events' })
  @IsIn(WEBHOOK_EVENTS, { each: true, message: `must be of ${WEBHOOK_EVENTS.join(', ')}` })
  events?: WebhookEvent[];

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500 })
  @IsOptional()
  @Text({ max: 500 })
  description?: string | null;

  @ApiPropertyOptional({
    default: true,
    description: 'What is exported while an endpoint is disabled waits for it.',
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  enabled?: boolean;

  @ApiPropertyOptional({ type: EndpointAuthRequest })
  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => EndpointAuthRequest)
  auth?: EndpointAuthRequest;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'X-Tenant': 'acme' },
    description:
      'Sent with every webhook; at most 50, values in ASCII. `host`, `user-agent`, `connection`, `transfer-encoding`, ' +
      '`content-*`, `webhook-*` and `x-recordengine-*` are reserved. Encrypted at rest and never read back. In a ' +
      'change, the whole object is replaced, and a value of `***` leaves what is stored under that name.',
  })
  @MayBeAbsent()
  @TextValues()
  headers?: Record<string, string>;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 16,
    description: 'Requests to it at the same time, over all workers.',
  })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(1000, { message: 'must be at most 1000' })
  max_in_flight?: number;
}

export class UpdateWebhookEndpointRequest extends PartialType(CreateWebhookEndpointRequest, {
  skipNullProperties: false,
}) {}

export class RotateSecretRequest {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_SECONDS,
    default: 86_400,
    description: 'For how long the old secret signs too; with 0 it stops at once.',
    example: 86_400,
  })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number of seconds' })
  @Min(0, { message: 'must be at least 0' })
  @Max(MAX_OVERLAP_SECONDS, { message: `must be at most ${MAX_OVERLAP_SECONDS}` })
  overlap_seconds?: number;
}
