import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DatabaseHealth } from '../database/database-health.js';
import { FileStoreHealth } from '../kernel/file-store-health.js';
import { SelfCheckBoard } from '../kernel/self-check-board.js';
import { DomainError } from '../kernel/domain-error.js';
import { ProblemResponse } from './problem.response.js';
import { Public } from './require-scope.js';

class HealthResponse {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

class FailedCheckResponse {
  @ApiProperty({
    example: 'lease_overdue',
    description:
      'See docs/delivery.md. `files_unavailable`: the document store, as this process sees it; what needs no file goes on.',
  })
  check: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  since: string;
}

class ReadinessResponse {
  @ApiProperty({
    enum: ['ok', 'degraded'],
    description:
      '`degraded`: it serves, but its self-check has found something or the document store is away. Still a 200.',
  })
  status: 'ok' | 'degraded';
  @ApiProperty({
    type: [FailedCheckResponse],
    description: 'What was found, by the self-check in whatever process; the log has the details.',
  })
  failed_checks: FailedCheckResponse[];
}

@ApiTags('Operations')
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly selfCheck: SelfCheckBoard,
    private readonly files: FileStoreHealth,
  ) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'getHealth', summary: 'Is the process alive?' })
  @ApiOkResponse({ type: HealthResponse })
  health(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Can it serve? The database answers and is migrated.',
  })
  @ApiOkResponse({ type: ReadinessResponse })
  @ApiResponse({ status: 503, description: 'Not now; says why.', type: ProblemResponse })
  async ready(): Promise<ReadinessResponse> {
    const problem = await this.database.problem();
    if (problem !== undefined) {
      throw new DomainError('unavailable', 'not_ready', `Not ready: ${problem}.`, { retryAfterSeconds: 2 });
    }
    const [failed, since] = await Promise.all([this.failedChecks(), this.files.failingSince()]);
    if (since) failed.push({ check: 'files_unavailable', since: since.toISOString() });
    return { status: failed.length === 0 ? 'ok' : 'degraded', failed_checks: failed };
  }

  /** Every process shows the same, so a 503 would take all of them out of service at once, and mend nothing. */
  private async failedChecks(): Promise<FailedCheckResponse[]> {
    const entries = await this.selfCheck.read().catch(() => ({}));
    return Object.entries(entries).flatMap(([check, { failingSince }]) =>
      failingSince === null ? [] : [{ check, since: failingSince }],
    );
  }
}
