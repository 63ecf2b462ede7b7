import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiTokenQueries } from './application/api-token.queries.js';
import { ApiTokens } from './application/api-tokens.js';
import { AuthenticateSession } from './application/authenticate-session.js';
import { AuthenticateToken } from './application/authenticate-token.js';
import { CreateApiToken } from './application/create-api-token.js';
import { FailedAttempts } from './application/failed-attempts.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { ProvideBootstrapToken } from './application/provide-bootstrap-token.js';
import { RequestRate } from './application/request-rate.js';
import { RevokeApiToken } from './application/revoke-api-token.js';
import { Sessions } from './application/sessions.js';
import { AccessGuard } from './http/access.guard.js';
import { ApiTokensController } from './http/api-tokens.controller.js';
import { LoginController } from './http/login.controller.js';
import { MeController } from './http/me.controller.js';
import { ApiTokenRow } from './infrastructure/api-token.row.js';
import { BootstrapTokenNotice } from './infrastructure/bootstrap-token-notice.js';
import { MemoryFailedAttempts } from './infrastructure/memory-failed-attempts.js';
import { MemoryRequestRate } from './infrastructure/memory-request-rate.js';
import { SessionRow } from './infrastructure/session.row.js';
import { TypeOrmApiTokenQueries } from './infrastructure/typeorm-api-token.queries.js';
import { TypeOrmApiTokens } from './infrastructure/typeorm-api-tokens.js';
import { TypeOrmSessions } from './infrastructure/typeorm-sessions.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApiTokenRow, SessionRow])],
  controllers: [LoginController, MeController, ApiTokensController],
  providers: [
    AuthenticateToken,
    AuthenticateSession,
    LogIn,
    LogOut,
    CreateApiToken,
    RevokeApiToken,
    ProvideBootstrapToken,
    BootstrapTokenNotice,
    { provide: ApiTokens, useClass: TypeOrmApiTokens },
    { provide: ApiTokenQueries, useClass: TypeOrmApiTokenQueries },
    { provide: Sessions, useClass: TypeOrmSessions },
    { provide: FailedAttempts, useClass: MemoryFailedAttempts },
    { provide: RequestRate, useClass: MemoryRequestRate },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AccessModule {}
