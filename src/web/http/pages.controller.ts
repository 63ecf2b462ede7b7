import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AppShell } from '../../shared/http/app-shell.js';
import { Page } from '../../shared/http/page-route.js';

/** The pages that the application draws; `/documents/{id}` is by the documents, which know its status. */
@Controller()
export class PagesController {
  constructor(private readonly shell: AppShell) {}

  @Get([
    '',
    ...['webhooks', 'intake', 'settings', 'audit'].flatMap((section) => [section, `${section}/*rest`]),
  ])
  @Page('read')
  show(@Res() response: Response): void {
    this.shell.send(response);
  }
}
