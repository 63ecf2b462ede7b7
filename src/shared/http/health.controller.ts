import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DatabaseHealth } from '../database/database-health.js';
import { DomainError } from '../kernel/domain-error.js';
import { ProblemResponse } from './problem.response.js';
import { Public } from './require-scope.js';

class HealthResponse {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

@ApiTags('Operations')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly database: DatabaseHealth) {}

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
  @ApiOkResponse({ type: HealthResponse })
  @ApiResponse({ status: 503, description: 'Not now; says why.', type: ProblemResponse })
  async ready(): Promise<HealthResponse> {
    const problem = await this.database.problem();
    if (problem !== undefined) {
      throw new DomainError('unavailable', 'not_ready', `Not ready: ${problem}.`, { retryAfterSeconds: 2 });
    }
    return { status: 'ok' };
  }
}
