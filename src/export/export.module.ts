import { Module } from '@nestjs/common';
import { DocumentLinks } from '../shared/kernel/document-links.js';
import { EventSamples, WebhookDeliveryModule } from '../webhook-delivery/webhook-delivery.module.js';
import { AnnounceExport } from './application/announce-export.js';
import { sampleExport } from './application/sample-export.js';

@Module({
  imports: [WebhookDeliveryModule],
  providers: [AnnounceExport],
  exports: [AnnounceExport],
})
export class ExportModule {
  constructor(samples: EventSamples, links: DocumentLinks) {
    samples.add('document.exported', () => sampleExport(links));
  }
}
export { AnnounceExport };
