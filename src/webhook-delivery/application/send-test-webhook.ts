import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { Ids } from '../../shared/kernel/ids.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { testWebhookBody } from '../domain/test-webhook-body.js';
import { EndpointNotFound } from './endpoint-not-found.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { EndpointTargets } from './endpoint-targets.js';
import { OfflineMode } from './offline-mode.js';
import { OperatorActions } from './operator-actions.js';
import { WebhookSender, type SendOutcome } from './webhook-sender.js';

@Injectable()
export class SendTestWebhook {
  constructor(
    private readonly targets: EndpointTargets,
    private readonly sender: WebhookSender,
    private readonly offlineMode: OfflineMode,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: OperatorActions,
  ) {}

  /** One real, signed webhook at once, outside queue and ledger; disabled endpoints get it too. */
  async execute(id: number, actor: string): Promise<SendOutcome> {
    const target = (await this.targets.load([id])).get(id);
    if (!target) throw new EndpointNotFound(id);
    if (await this.offlineMode.isOn()) {
      throw new DomainError(
        'conflict',
        'offline_mode',
        'Offline mode is on, nothing is sent. Switch it off with PUT /api/settings/offline-mode.',
      );
    }
    // Before it is sent, for that takes its time, and may have arrived whatever becomes of this process.
    await this.unitOfWork.run(() => this.actions.record({ actor, action: 'test', endpointId: id }));
    const eventId = this.ids.next();
    const body = testWebhookBody({ eventId, endpointId: id, now: this.clock.now() });
    return this.sender.send(target, { id: eventId, event: 'webhook.test', body, attempt: 1, resend: false });
  }
}
