import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessEvents } from './application/access-events.js';
import { ChangeUser } from './application/change-user.js';
import { CreateUser } from './application/create-user.js';
import { Passwords } from './application/passwords.js';
import { Sessions } from './application/sessions.js';
import { UserQueries } from './application/user.queries.js';
import { Users } from './application/users.js';
import { AccessEventRow } from './infrastructure/access-event.row.js';
import { ApiTokenRow } from './infrastructure/api-token.row.js';
import { Argon2Passwords } from './infrastructure/argon2-passwords.js';
import { SessionRow } from './infrastructure/session.row.js';
import { TypeOrmAccessEvents } from './infrastructure/typeorm-access-events.js';
import { TypeOrmSessions } from './infrastructure/typeorm-sessions.js';
import { TypeOrmUserQueries } from './infrastructure/typeorm-user.queries.js';
import { TypeOrmUsers } from './infrastructure/typeorm-users.js';
import { UserRow } from './infrastructure/user.row.js';

// For the command line, which begins outside of any module.
export { ChangeUser, CreateUser, Passwords, UserQueries, Users };

/** What the service and the command line share; nothing here begins by itself. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiTokenRow, UserRow, SessionRow, AccessEventRow])],
  providers: [
    CreateUser,
    ChangeUser,
    { provide: Users, useClass: TypeOrmUsers },
    { provide: UserQueries, useClass: TypeOrmUserQueries },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: Sessions, useClass: TypeOrmSessions },
    { provide: AccessEvents, useClass: TypeOrmAccessEvents },
  ],
  exports: [CreateUser, ChangeUser, Users, UserQueries, Passwords, Sessions, AccessEvents],
})
export class AccountsModule {}
