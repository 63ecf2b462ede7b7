import { Module } from '@nestjs/common';
import { AppShell } from '../shared/http/app-shell.js';
import { Assets } from './application/assets.js';
import { AssetsController } from './http/assets.controller.js';
import { PagesController } from './http/pages.controller.js';
import { BuiltAssets } from './infrastructure/built-assets.js';

/** What the browser gets of web/. */
@Module({
  controllers: [AssetsController, PagesController],
  providers: [AppShell, { provide: Assets, useClass: BuiltAssets }],
})
export class WebModule {}
