import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Config } from '../config/config.js';
import { PageProblemFilter } from './page-problem.filter.js';
import { ProblemFilter } from './problem.filter.js';

/** What no route takes: a browser gets a page, everybody else the problem that clients of the API get. */
@Catch(HttpException)
export class NoRouteFilter implements ExceptionFilter {
  readonly #problems = new ProblemFilter();
  readonly #pages: PageProblemFilter;

  constructor(config: Config) {
    this.#pages = new PageProblemFilter(config);
  }

  catch(error: HttpException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const isOfApi = /^\/api(\/|$)/i.test(request.path);
    if (!isOfApi) host.switchToHttp().getResponse<Response>().vary('Accept');
    const isForPerson = !isOfApi && request.accepts('json', 'html') === 'html';
    (isForPerson ? this.#pages : this.#problems).catch(error, host);
  }
}
