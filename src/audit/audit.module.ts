import { Module } from '@nestjs/common';
import { AuditQueries } from './application/audit.queries.js';
import { AuditController } from './http/audit.controller.js';
import { SqlAuditQueries } from './infrastructure/sql-audit.queries.js';

@Module({
  controllers: [AuditController],
  providers: [{ provide: AuditQueries, useClass: SqlAuditQueries }],
})
export class AuditModule {}
