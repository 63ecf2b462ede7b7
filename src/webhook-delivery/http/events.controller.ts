import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { linkNext } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { isUuid } from '../../shared/kernel/is-uuid.js';
import { EventQueries } from '../application/event.queries.js';
import { EventSamples } from '../application/event-samples.js';
import {
  EventListResponse,
  EventResponse,
  ListEventsRequest,
  SampleEventRequest,
} from './event.responses.js';

@ApiTags('Events')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly queries: EventQueries,
    private readonly samples: EventSamples,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'listEvents', summary: 'The feed of events' })
  @ApiOkResponse({ type: EventListResponse })
  @ApiResponse({ status: 410, description: 'The cursor is older than what is kept.', type: ProblemResponse })
  @ApiResponse({ status: 422, description: 'The cursor or limit was refused.', type: ProblemResponse })
  async list(@Query() query: ListEventsRequest, @Req() request: Request): Promise<EventListResponse> {
    const after = Number(query.after ?? 0);
    const newestFirst = query.order === 'newest';
    const found = await (newestFirst
      ? this.queries.newest(after, query.limit)
      : this.queries.list(after, query.limit + 1));
    // Looked up after the page was read: what retention dropped in between is then noticed.
    const oldest = after === 0 ? 1 : await this.queries.oldestPosition();
    if (after + 1 < oldest) {
      throw new DomainError('gone', 'cursor_expired', `The oldest position that is kept is ${oldest}.`);
    }
    const shown = found.slice(0, query.limit);
    const cursor = String(shown.at(newestFirst ? 0 : -1)?.position ?? after);
    const more = found.length > query.limit;
    const next = more ? linkNext({ request, config: this.config }, 'after', cursor) : null;
    return { items: shown.map((event) => EventResponse.from(event)), next_cursor: cursor, next };
  }

  @Get('sample')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getSampleEvent',
    summary: 'An example of an event',
    description:
      'Made up, but by the code that makes the real ones, so that a platform can show its fields before the first ' +
      'export. Nothing is stored or sent; `position` is null.',
  })
  @ApiOkResponse({ type: EventResponse })
  @ApiResponse({ status: 422, description: 'There is no such event.', type: ProblemResponse })
  sample(@Query() { event }: SampleEventRequest): EventResponse {
    return EventResponse.from(this.samples.of(event));
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getEvent', summary: 'An event' })
  @ApiParam({ name: 'id', type: String, format: 'uuid' })
  @ApiOkResponse({ type: EventResponse })
  @ApiResponse({ status: 404, description: 'There is no such event.', type: ProblemResponse })
  async get(@Param('id') id: string): Promise<EventResponse> {
    const event = isUuid(id) ? await this.queries.get(id) : undefined;
    if (!event) throw new DomainError('not-found', 'event_not_found', `There is no event "${id}".`);
    return EventResponse.from(event);
  }
}
