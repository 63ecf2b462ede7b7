import { Module } from '@nestjs/common';
import { WebhookDeliveryModule } from '../webhook-delivery/webhook-delivery.module.js';
import { AnnounceExport } from './application/announce-export.js';

@Module({
  imports: [WebhookDeliveryModule],
  providers: [AnnounceExport],
  exports: [AnnounceExport],
})
export class ExportModule {}
export { AnnounceExport };
