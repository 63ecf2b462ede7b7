import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../../shared/http/require-scope.js';
import { MetricsPage } from '../application/metrics-page.js';

/** Numbers only: no token needed, and none of the data is in them. Every role serves it. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly page: MetricsPage) {}

  @Get()
  async read(@Res() response: Response): Promise<void> {
    const { contentType, text } = await this.page.read();
    response.set('Cache-Control', 'no-store').set('Content-Type', contentType).send(text);
  }
}
