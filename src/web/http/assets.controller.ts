import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../shared/http/require-scope.js';
import { Assets } from '../application/assets.js';

@Public()
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get('*name')
  async asset(
    @Param('name') name: string | string[],
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const path = typeof name === 'string' ? name : name.join('/');
    const asset = await this.assets.read(path, request.get('accept-encoding') ?? '');
    if (!asset) {
      // Of a version before: a page that is open over an update asks for it.
      response
        .status(404)
        .setHeader('Cache-Control', 'no-store')
        .type('text/plain')
        .send('There is no such file.\n');
      return;
    }
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Vary', 'Accept-Encoding');
    if (asset.encoding) response.setHeader('Content-Encoding', asset.encoding);
    response.setHeader('Content-Length', String(asset.content.byteLength));
    response.end(asset.content);
  }
}
