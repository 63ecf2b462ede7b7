import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { OfflineMode } from '../application/offline-mode.js';
import { PerformOperatorAction } from '../application/perform-operator-action.js';
import { SwitchOfflineMode } from '../application/switch-offline-mode.js';

class OfflineModeRequest {
  @ApiProperty({ example: false })
  @IsBoolean()
  enabled: boolean;
}

class OfflineModeResponse {
  @ApiProperty({ example: false })
  enabled: boolean;
}

@ApiTags('Settings')
@Controller('api/settings/offline-mode')
export class OfflineModeController {
  constructor(
    private readonly offlineMode: OfflineMode,
    private readonly switchOfflineMode: SwitchOfflineMode,
    private readonly perform: PerformOperatorAction,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'getOfflineMode', summary: 'Whether webhooks are held back' })
  @ApiOkResponse({ type: OfflineModeResponse })
  async get(): Promise<OfflineModeResponse> {
    return { enabled: await this.offlineMode.isOn() };
  }

  @Put()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'setOfflineMode',
    summary: 'Hold all webhooks back, or let them go',
    description:
      'While it is on no webhook is sent and retry clocks stand; what is exported is kept. Everything goes out when ' +
      'it is switched off. What is being sent when it is switched on is finished.',
  })
  @ApiOkResponse({ type: OfflineModeResponse })
  @ApiResponse({ status: 422, description: '`validation_failed`.', type: ProblemResponse })
  async set(
    @Body() body: OfflineModeRequest,
    @CurrentCaller() { actor }: Caller,
  ): Promise<OfflineModeResponse> {
    await this.perform.execute(
      () => this.switchOfflineMode.execute(body.enabled),
      (changed) =>
        changed ? { actor, action: body.enabled ? 'offline_mode_on' : 'offline_mode_off' } : undefined,
    );
    return { enabled: body.enabled };
  }
}
