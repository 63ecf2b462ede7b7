import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountController } from './http/account.controller.js';
import { AccessEventsController } from './http/access-events.controller.js';
import { AccessGuard } from './http/access.guard.js';
import { ApiTokensController } from './http/api-tokens.controller.js';
import { LoginForm } from './http/login-form.js';
import { LoginController } from './http/login.controller.js';
import { MeController } from './http/me.controller.js';
import { OidcLoginController } from './http/oidc-login.controller.js';
import { UsersController } from './http/users.controller.js';
import { AccountsModule } from './accounts.module.js';
import { AccessEventQueries } from './application/access-event.queries.js';
import { AccountPolicy } from './application/account-policy.js';
import { ApiTokenQueries } from './application/api-token.queries.js';
import { ApiTokens } from './application/api-tokens.js';
import { AuthenticateSession } from './application/authenticate-session.js';
import { AuthenticateToken } from './application/authenticate-token.js';
import { ChangeOwnPassword } from './application/change-own-password.js';
import { CreateApiToken } from './application/create-api-token.js';
import { DeleteUser } from './application/delete-user.js';
import { FailedAttempts } from './application/failed-attempts.js';
import { IdentityProvider } from './application/identity-provider.js';
import { ListOwnSessions } from './application/list-own-sessions.js';
import { LogIn } from './application/log-in.js';
import { LogInWithIdentity } from './application/log-in-with-identity.js';
import { LogInWithPassword } from './application/log-in-with-password.js';
import { LogOut } from './application/log-out.js';
import { LoginAttempts } from './application/login-attempts.js';
import { OpenSession } from './application/open-session.js';
import { ProvideBootstrapToken } from './application/provide-bootstrap-token.js';
import { ProvideFirstAdmin } from './application/provide-first-admin.js';
import { RequestRate } from './application/request-rate.js';
import { RevokeApiToken } from './application/revoke-api-token.js';
import { RevokeOtherSessions } from './application/revoke-other-sessions.js';
import { RevokeOwnSession } from './application/revoke-own-session.js';
import { SessionPolicy } from './application/session-policy.js';
import { BootstrapTokenNotice } from './infrastructure/bootstrap-token-notice.js';
import { FirstAdminNotice } from './infrastructure/first-admin-notice.js';
import { MemoryFailedAttempts } from './infrastructure/memory-failed-attempts.js';
import { MemoryLoginAttempts } from './infrastructure/memory-login-attempts.js';
import { MemoryRequestRate } from './infrastructure/memory-request-rate.js';
import { OpenIdIdentityProvider } from './infrastructure/openid-identity-provider.js';
import { TypeOrmAccessEventQueries } from './infrastructure/typeorm-access-event.queries.js';
import { TypeOrmApiTokenQueries } from './infrastructure/typeorm-api-token.queries.js';
import { TypeOrmApiTokens } from './infrastructure/typeorm-api-tokens.js';
import { Config } from '../shared/config/config.js';

@Module({
  imports: [AccountsModule],
  controllers: [
    LoginController,
    OidcLoginController,
    AccountController,
    MeController,
    UsersController,
    ApiTokensController,
    AccessEventsController,
  ],
  providers: [
    AuthenticateToken,
    AuthenticateSession,
    OpenSession,
    LogIn,
    LogInWithPassword,
    LogInWithIdentity,
    LogOut,
    DeleteUser,
    ChangeOwnPassword,
    ListOwnSessions,
    RevokeOwnSession,
    RevokeOtherSessions,
    CreateApiToken,
    RevokeApiToken,
    LoginForm,
    ProvideBootstrapToken,
    BootstrapTokenNotice,
    ProvideFirstAdmin,
    FirstAdminNotice,
    { provide: ApiTokens, useClass: TypeOrmApiTokens },
    { provide: ApiTokenQueries, useClass: TypeOrmApiTokenQueries },
    { provide: AccessEventQueries, useClass: TypeOrmAccessEventQueries },
    { provide: LoginAttempts, useClass: MemoryLoginAttempts },
    { provide: IdentityProvider, useClass: OpenIdIdentityProvider },
    { provide: FailedAttempts, useClass: MemoryFailedAttempts },
    { provide: RequestRate, useClass: MemoryRequestRate },
    {
      provide: SessionPolicy,
      inject: [Config],
      useFactory: ({ sessionIdleMs, sessionLifetimeMs }: Config): SessionPolicy => ({
        ...{ idleMs: sessionIdleMs, lifetimeMs: sessionLifetimeMs },
      }),
    },
    {
      provide: AccountPolicy,
      inject: [Config],
      useFactory: ({ oidc }: Config): AccountPolicy => ({ roleOfNewcomers: oidc?.defaultRole }),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AccessModule {}
