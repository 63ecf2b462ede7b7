import { Catch, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../config/config.js';
import { basePath } from './base-path.js';
import { html } from './html.js';
import { layout } from './layout.js';
import { ProblemFilter } from './problem.filter.js';
import type { ProblemResponse } from './problem.response.js';

/** The problems of a page, as a page. Who is not logged in goes to the login page and comes back afterwards. */
@Catch()
@Injectable()
export class PageProblemFilter extends ProblemFilter {
  constructor(private readonly config: Config) {
    super();
  }

  protected override answer(response: Response, problem: ProblemResponse): void {
    const base = basePath(this.config);
    const { method, originalUrl } = response.req;
    response.setHeader('Cache-Control', 'no-store');
    if (problem.status === 401) {
      // The answer to a form cannot be opened again: after that login it starts anew.
      const next = method === 'GET' || method === 'HEAD' ? `?next=${encodeURIComponent(originalUrl)}` : '';
      response.removeHeader('WWW-Authenticate');
      response.redirect(method === 'GET' ? 302 : 303, `${base}/login${next}`);
      return;
    }
    const body = html`<h1>${problem.title}</h1>
      <p>${problem.detail}</p>
      <p class="soft">Request ${problem.request_id}</p>`;
    response
      .status(problem.status)
      .type('html')
      .send(layout({ title: problem.title, basePath: base, body }));
  }
}
