import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../shared/config/config.js';
import { Outbox } from '../shared/kernel/outbox.js';
import { AnnounceOperations } from './application/announce-operations.js';
import { CancelDelivery } from './application/cancel-delivery.js';
import { CancelStragglers } from './application/cancel-stragglers.js';
import { CreateEndpoint } from './application/create-endpoint.js';
import { DeleteEndpoint } from './application/delete-endpoint.js';
import { DeliverDueWebhooks } from './application/deliver-due-webhooks.js';
import { DeliveryLedger } from './application/delivery-ledger.js';
import { DeliveryQueue } from './application/delivery-queue.js';
import { DeliverySettings } from './application/delivery-settings.js';
import { DeliverySignal } from './application/delivery-signal.js';
import { DeliveryQueries } from './application/delivery.queries.js';
import { DropExpiredDeliveries } from './application/drop-expired-deliveries.js';
import { EventSamples } from './application/event-samples.js';
import { EventQueries } from './application/event.queries.js';
import { EndpointTargets } from './application/endpoint-targets.js';
import { EndpointQueries } from './application/endpoint.queries.js';
import { EndpointRepository } from './application/endpoint.repository.js';
import { OfflineMode } from './application/offline-mode.js';
import { PlaceDeliveries } from './application/place-deliveries.js';
import { ExpiredPartitions } from './application/expired-partitions.js';
import { ExpiredRows } from './application/expired-rows.js';
import { MetricsPage } from './application/metrics-page.js';
import { ResendDelivery } from './application/resend-delivery.js';
import { RunSelfCheck } from './application/run-self-check.js';
import { RotateEndpointSecret } from './application/rotate-endpoint-secret.js';
import { SampleOperations } from './application/sample-operations.js';
import { SecretMaker } from './application/secret-maker.js';
import { SelfCheckProbes } from './application/self-check-probes.js';
import { SlotBook } from './application/slot-book.js';
import { SendTestWebhook } from './application/send-test-webhook.js';
import { SwitchOfflineMode } from './application/switch-offline-mode.js';
import { TargetPolicy } from './application/target-policy.js';
import { UnfinishedDeliveries } from './application/unfinished-deliveries.js';
import { UpdateEndpoint } from './application/update-endpoint.js';
import { WebhookLedgerQueries } from './application/webhook-ledger.queries.js';
import { WebhookSender } from './application/webhook-sender.js';
import { WorkerWakeup } from './application/worker-wakeup.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { OfflineModeController } from './http/offline-mode.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { EventsController } from './http/events.controller.js';
import { WebhookEndpointsController } from './http/webhook-endpoints.controller.js';
import { WebhookLedgerController } from './http/webhook-ledger.controller.js';
import { AddressPolicy } from './infrastructure/address-policy.js';
import { ConfigDeliverySettings } from './infrastructure/config-delivery-settings.js';
import { Connector } from './infrastructure/connector.js';
import { DeliveryLoop } from './infrastructure/delivery-loop.js';
import { DeliveryWakeup } from './infrastructure/delivery-wakeup.js';
import { DnsTargetPolicy } from './infrastructure/dns-target-policy.js';
import { EgressProxy } from './infrastructure/egress-proxy.js';
import { HttpWebhookSender } from './infrastructure/http-webhook-sender.js';
import { PartitionsJob } from './infrastructure/partitions.job.js';
import { PostgresDeliveryLedger } from './infrastructure/postgres-delivery-ledger.js';
import { PostgresDeliveryQueue } from './infrastructure/postgres-delivery-queue.js';
import { PostgresOfflineMode } from './infrastructure/postgres-offline-mode.js';
import { MeasuredDeliveryQueue } from './infrastructure/measured-delivery-queue.js';
import { PostgresExpiredPartitions } from './infrastructure/postgres-expired-partitions.js';
import { PostgresExpiredRows } from './infrastructure/postgres-expired-rows.js';
import { PostgresOutbox } from './infrastructure/postgres-outbox.js';
import { PostgresUnfinishedDeliveries } from './infrastructure/postgres-unfinished-deliveries.js';
import { PrometheusMetricsPage } from './infrastructure/prometheus-metrics-page.js';
import { RandomSecretMaker } from './infrastructure/random-secret-maker.js';
import { RetentionJob } from './infrastructure/retention.job.js';
import { PostgresSelfCheckProbes } from './infrastructure/postgres-self-check-probes.js';
import { PostgresSlotBook } from './infrastructure/postgres-slot-book.js';
import { SelfCheckJob } from './infrastructure/self-check.job.js';
import { SqlDeliveryQueries } from './infrastructure/sql-delivery.queries.js';
import { SequencerSignal } from './infrastructure/sequencer-signal.js';
import { SequencerJob } from './infrastructure/sequencer.job.js';
import { SqlEventQueries } from './infrastructure/sql-event.queries.js';
import { SqlEndpointTargets } from './infrastructure/sql-endpoint-targets.js';
import { SqlEndpointQueries } from './infrastructure/sql-endpoint.queries.js';
import { SqlWebhookLedgerQueries } from './infrastructure/sql-webhook-ledger.queries.js';
import { StragglersJob } from './infrastructure/stragglers.job.js';
import { TypeOrmEndpointRepository } from './infrastructure/typeorm-endpoint.repository.js';
import { trusting } from './infrastructure/trusting.js';
import { VettedLookup } from './infrastructure/vetted-lookup.js';
import { WebhookEndpointStateRow } from './infrastructure/webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from './infrastructure/webhook-endpoint.row.js';
import { AdvanceReplays } from './application/advance-replays.js';
import { ChangeReplay } from './application/change-replay.js';
import { OperatorActions } from './application/operator-actions.js';
import { PerformOperatorAction } from './application/perform-operator-action.js';
import { OperatorActionsController } from './http/operator-actions.controller.js';
import { PostgresOperatorActions } from './infrastructure/postgres-operator-actions.js';
import { ReplaySignal } from './application/replay-signal.js';
import { Replays } from './application/replays.js';
import { StartReplay } from './application/start-replay.js';
import { ReplaysController } from './http/replays.controller.js';
import { PostgresReplays } from './infrastructure/postgres-replays.js';
import { ReplayJob } from './infrastructure/replay.job.js';

@Module({
  imports: [TypeOrmModule.forFeature([WebhookEndpointRow, WebhookEndpointStateRow])],
  controllers: [
    WebhookEndpointsController,
    DeliveriesController,
    ReplaysController,
    OperatorActionsController,
    EventsController,
    OfflineModeController,
    WebhookLedgerController,
    MetricsController,
  ],
  providers: [
    { provide: EndpointRepository, useClass: TypeOrmEndpointRepository },
    { provide: EndpointQueries, useClass: SqlEndpointQueries },
    { provide: EndpointTargets, useClass: SqlEndpointTargets },
    { provide: SecretMaker, useClass: RandomSecretMaker },
    { provide: TargetPolicy, useClass: DnsTargetPolicy },
    { provide: UnfinishedDeliveries, useClass: PostgresUnfinishedDeliveries },
    {
      provide: VettedLookup,
      inject: [Config],
      useFactory: (config: Config) => new VettedLookup(new AddressPolicy(config.webhookAllowedCidrs)),
    },
    {
      provide: WebhookSender,
      inject: [VettedLookup, Config],
      useFactory: (lookup: VettedLookup, config: Config) => {
        const { webhookEgressProxy: proxy, webhookTimeoutMs: timeoutMs } = config;
        const connector = new Connector(lookup, timeoutMs, {
          proxy: proxy && new EgressProxy(proxy, timeoutMs),
          secureContext: trusting(config.webhookExtraCas),
        });
        return new HttpWebhookSender(connector, timeoutMs);
      },
    },
    CreateEndpoint,
    UpdateEndpoint,
    DeleteEndpoint,
    CancelStragglers,
    PlaceDeliveries,
    { provide: OfflineMode, useClass: PostgresOfflineMode },
    SwitchOfflineMode,
    StragglersJob,
    RotateEndpointSecret,
    SendTestWebhook,

    { provide: Outbox, useClass: PostgresOutbox },
    AnnounceOperations,
    EventSamples,
    SampleOperations,
    PostgresDeliveryQueue,
    PrometheusMetricsPage,
    { provide: MetricsPage, useExisting: PrometheusMetricsPage },
    { provide: DeliveryQueue, useClass: MeasuredDeliveryQueue },
    { provide: DeliveryLedger, useClass: PostgresDeliveryLedger },
    { provide: DeliveryQueries, useClass: SqlDeliveryQueries },
    { provide: WebhookLedgerQueries, useClass: SqlWebhookLedgerQueries },
    { provide: DeliverySettings, useClass: ConfigDeliverySettings },
    DeliverySignal,
    DeliveryWakeup,
    { provide: WorkerWakeup, useExisting: DeliveryWakeup },
    { provide: SlotBook, useClass: PostgresSlotBook },
    DeliverDueWebhooks,
    DeliveryLoop,
    PartitionsJob,
    { provide: ExpiredPartitions, useClass: PostgresExpiredPartitions },
    { provide: ExpiredRows, useClass: PostgresExpiredRows },
    DropExpiredDeliveries,
    RetentionJob,
    SequencerSignal,
    SequencerJob,
    { provide: SelfCheckProbes, useClass: PostgresSelfCheckProbes },
    RunSelfCheck,
    SelfCheckJob,
    { provide: EventQueries, useClass: SqlEventQueries },
    ResendDelivery,
    CancelDelivery,
    { provide: Replays, useClass: PostgresReplays },
    ReplaySignal,
    StartReplay,
    ChangeReplay,
    AdvanceReplays,
    ReplayJob,
    { provide: OperatorActions, useClass: PostgresOperatorActions },
    PerformOperatorAction,
  ],
  exports: [Outbox, DeliveryQueries, EventSamples],
})
export class WebhookDeliveryModule {}
export { DeliveryQueries, EventSamples };
