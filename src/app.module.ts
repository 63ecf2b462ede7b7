import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ExportModule } from './export/export.module.js';
import { ExternalRefsModule } from './external-refs/external-refs.module.js';
import { ExtractionModule } from './extraction/extraction.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { Config } from './shared/config/config.js';
import { ConfigModule } from './shared/config/config.module.js';
import { DatabaseModule } from './shared/database/database.module.js';
import { HealthController } from './shared/http/health.controller.js';
import { KernelModule } from './shared/kernel.module.js';
import { WebModule } from './web/web.module.js';
import { WebhookDeliveryModule } from './webhook-delivery/webhook-delivery.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        KernelModule,
        DatabaseModule,
        ScheduleModule.forRoot(),
        AccessModule,
        ContactsModule,
        ProfilesModule,
        DocumentsModule,
        ExternalRefsModule,
        ExportModule,
        WebhookDeliveryModule,
        ExtractionModule,
        IntakeModule,
        AuditModule,
        WebModule,
      ],
      controllers: [HealthController],
    };
  }
}
