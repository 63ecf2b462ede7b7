import { Catch, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../config/config.js';
import { basePath } from './base-path.js';
import { callerOf } from './current-caller.js';
import { html, type Html } from './html.js';
import { ProblemFilter } from './problem.filter.js';
import type { ProblemResponse } from './problem.response.js';
import { sendPage } from './send-page.js';

const NO_PAGE = 'There is no such page. The address may be mistyped, or the page has moved.';

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
    const isFramed = isShownInFrame(response.req);
    response.setHeader('Cache-Control', 'no-store');
    if (problem.status === 401) response.removeHeader('WWW-Authenticate');
    if (problem.status === 401 && !isFramed) {
      // The answer to a form cannot be opened again: after that login it starts anew.
      const next = method === 'GET' || method === 'HEAD' ? `?next=${encodeURIComponent(originalUrl)}` : '';
      response.redirect(method === 'GET' ? 302 : 303, `${base}/login${next}`);
      return;
    }
    const title = problem.status === 401 ? 'RecordEngine' : problem.title;
    const body =
      problem.status === 401 ? signInElsewhere(base + originalUrl) : problemText(problem, response.req, base);
    const mayBeFramed = isFramed && originalUrl.startsWith('/documents/');
    response.status(problem.status);
    sendPage(response, { title, basePath: base, body, isFramed }, mayBeFramed ? this.config : undefined);
  }
}

/** Browsers keep cookies out of the frames of other sites: a login in there would come back for ever. */
function signInElsewhere(address: string): Html {
  return html`<section class="card">
    <div class="card-body">
      <p>You are not signed in here.</p>
      <p><a class="button primary" href="${address}" target="_blank" rel="noopener">Open in a new tab</a></p>
    </div>
  </section>`;
}

function problemText(problem: ProblemResponse, request: Request, base: string): Html {
  const caller = callerOf(request);
  return html`<section class="card narrow">
    <header><h1>${problem.title}</h1></header>
    <div class="card-body">
      <p>${problem.code === 'no_such_route' ? NO_PAGE : problem.detail}</p>
      ${
        problem.status === 403 &&
        caller &&
        html`<p>
          You are signed in as ${caller.actor}. Ask an administrator for access, or
          <a href="${base}/login">sign in as somebody else</a>.
        </p>`
      }
      ${problem.status !== 403 && html`<p><a class="button" href="${base}/">All documents</a></p>`}
      <p class="soft">Request ${problem.request_id}</p>
    </div>
  </section>`;
}

/** https://www.w3.org/TR/fetch-metadata/ */
function isShownInFrame(request: Request): boolean {
  return ['iframe', 'frame', 'embed', 'object'].includes(request.get('sec-fetch-dest') ?? '');
}
