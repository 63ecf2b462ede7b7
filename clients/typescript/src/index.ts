// What the package offers.
export {
  RecordEngine,
  type FileUpload,
  type RecordEngineOptions,
  type VersionUpload,
} from './record-engine.js';
export { RecordEngineError } from './record-engine-error.js';
export { exactJson } from './exact-json.js';
export { exactText } from './exact-text.js';
export { verifyWebhook, type VerifiedWebhook, type WebhookRequest } from './verify-webhook.js';
export { WebhookError, type WebhookErrorCode } from './webhook-error.js';
export type { DocumentExported, OperationalEvent, WebhookEvent } from './webhook-event.js';
export type * from './generated/types.gen.js';
