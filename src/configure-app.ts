import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { openApiDocument } from './openapi-document.js';
import type { Config } from './shared/config/config.js';
import { basePath } from './shared/http/base-path.js';
import { IdempotencyInterceptor } from './shared/http/idempotency.interceptor.js';
import { JsonBodyInterceptor } from './shared/http/json-body.interceptor.js';
import { requestLog } from './shared/http/logging.js';
import { NoRouteFilter } from './shared/http/no-route.filter.js';
import { OutcomeInterceptor } from './shared/http/outcome.interceptor.js';
import { ProblemFilter } from './shared/http/problem.filter.js';
import { RawJsonInterceptor } from './shared/http/raw-json.interceptor.js';
import { refuseTrailingSlash } from './shared/http/refuse-trailing-slash.js';
import { requestContext } from './shared/http/request-context.js';
import { RequestValidationPipe } from './shared/http/request-validation.pipe.js';
import { IdempotencyKeys } from './shared/kernel/idempotency-keys.js';
import { UnitOfWork } from './shared/kernel/unit-of-work.js';
import { swagger2Document, type JsonObject } from './swagger2-document.js';
import { EventSamples } from './webhook-delivery/webhook-delivery.module.js';

/** What every request passes, for the service and for the tests alike. */
export function configureApp(app: NestExpressApplication, config: Config, logger: Logger): void {
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.disable('etag'); // ours are versions; a hash of the answer beside them would only confuse
  app.use(withoutBasePath(basePath(config)));
  app.use(onlyTagsOfOurs);
  app.use(requestContext);
  app.use(requestLog(logger));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'style-src': ["'self'", "'unsafe-inline'"], // the API console sets styles inline
          'img-src': ["'self'", 'data:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'self'"],
        },
      },
      strictTransportSecurity: config.publicBaseUrl.startsWith('https://'),
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  if (!config.roles.has('api')) app.use(onlyForOperators);
  app.use(refuseTrailingSlash);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(), new NoRouteFilter(config));
  app.useGlobalInterceptors(
    new OutcomeInterceptor(app.get(UnitOfWork)),
    new JsonBodyInterceptor(),
    new IdempotencyInterceptor(app.get(UnitOfWork), app.get(IdempotencyKeys)),
    new RawJsonInterceptor(),
  );
  if (!config.roles.has('api')) return;
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app, basePath(config)), {
    jsonDocumentUrl: 'api/openapi.json',
    swaggerOptions: { persistAuthorization: true },
    customSiteTitle: 'RecordEngine API',
  });
  let older: object | undefined; // made when somebody asks
  const api = app.getHttpAdapter().getInstance();
  api.get('/api/swagger2.json', (_request: Request, response: Response) => {
    older ??= swagger2Document(openApiDocument(app), new URL(config.publicBaseUrl), anExport(app));
    response.json(older);
  });
}

function anExport(app: NestExpressApplication): JsonObject {
  return JSON.parse(app.get(EventSamples).of('document.exported').body) as JsonObject;
}

/** Where no proxy strips the path of PUBLIC_BASE_URL, it is stripped here: the links work either way. */
function withoutBasePath(base: string): RequestHandler {
  return (request, _response, next) => {
    if (base !== '' && request.url.startsWith(`${base}/`)) {
      request.originalUrl = request.url = request.url.slice(base.length);
    }
    next();
  };
}

/** `If-None-Match: *` matches what has no tag too; only what has one can be "not modified". */
function onlyTagsOfOurs(request: Request, _response: Response, next: NextFunction): void {
  if (request.headers['if-none-match']?.trim() === '*') delete request.headers['if-none-match'];
  next();
}

/** A worker alone serves nobody but whoever watches it. */
function onlyForOperators(request: Request, response: Response, next: NextFunction): void {
  if (['/healthz', '/readyz', '/metrics'].includes(request.path)) next();
  else
    response
      .status(404)
      .type('text/plain')
      .send('This process is a worker. The API is served by the role api.\n');
}
