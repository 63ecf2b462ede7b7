// `npm run mutations [-- --only <words>] [--chaos] [--check]` takes protective mechanisms out, one at a time and in a
// copy of the tree, and shows which test notices. Fails when one cannot be taken out, or when nothing notices.
// `--only`: those whose name, file or spec has these words. `--chaos`: those that the chaos run shall notice, too.
// `--check`: only whether each can be taken out, that is, whether its source is where it is said to be.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    chaos: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

const CHAOS = 'test/chaos/chaos.e2e-spec.ts';
/** Of the faults of one round. */
const CHAOS_SECONDS = '15';
/** In which more pauses end than the first, which has a single request after it. */
const LONG_CHAOS_SECONDS = '60';
/** Is known to show it, unless a mutation names another. */
const CHAOS_SEED = '1';

const delivery = 'src/webhook-delivery/infrastructure';

/** `find` is taken out wherever it is in `file`, or replaced. */
const mutations = [
  {
    protection: 'the fence when an outcome is settled',
    file: `${delivery}/sql/settle-deliveries.sql.ts`,
    find: ' AND delivery.claim_token = outcome.claim_token',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'the fence when a delivery is given back',
    file: `${delivery}/sql/release-deliveries.sql.ts`,
    find: ' AND delivery.claim_token = mine.claim_token',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'the order of a document’s revisions',
    file: `${delivery}/sql/waits-for-lower.sql.ts`,
    find: 'lower.revision <',
    replace: 'false AND lower.revision <',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'one probe at a time at a shut gate',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: "WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room",
    replace: "WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 99 END AS room",
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'another document at each probe',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: "(endpoint.gate = 'closed' OR delivery",
    replace: '(true OR delivery',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'the breaker: nothing is claimed before the next probe',
    file: `${delivery}/sql/lock-endpoints.sql.ts`,
    find: 'OR state.gate_until <= now()',
    replace: 'OR true',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'a pause lasts, whatever else was under way',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: "if (state.gate === 'paused' && !delivery.isProbe) {",
    replace: 'if (false) {',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'a probe that is refused spends nothing of its schedule',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: "if (state.gate === 'open') return { kind: 'held' };",
    replace: '',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'nothing more starts once the receiver asks to wait',
    file: 'src/webhook-delivery/application/deliver-due-webhooks.ts',
    find: 'if (shuts) this.#lanes.hold(endpointId);',
    replace: '',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'what is held for an endpoint goes back when it shuts',
    file: 'src/webhook-delivery/application/deliver-due-webhooks.ts',
    find: 'if (shuts || isShutBy(verdict)) this',
    replace: 'if (shuts) this',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'an idle endpoint’s deliveries are not held ahead',
    file: 'src/webhook-delivery/application/send-lanes.ts',
    find: 'this.meanMs === undefined || this.isIdle',
    replace: 'this.meanMs === undefined',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'a revision waits for lower ones that are parked still',
    file: `${delivery}/sql/waits-for-lower.sql.ts`,
    find: 'EXISTS (SELECT FROM webhook_parked_deliveries',
    replace: 'false AND EXISTS (SELECT FROM webhook_parked_deliveries',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what a later revision has overtaken is not sent',
    file: `${delivery}/sql/requeue-parked.sql.ts`,
    find: 'WHERE NOT overtaken',
    replace: 'WHERE true',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what is on its way has overtaken what is lower',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: 'later.claim_token IS NOT NULL OR ',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what may have arrived has overtaken what is lower',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: ' OR later.attempts > 0',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what may have arrived and was given up has overtaken what is lower',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: 'EXISTS (SELECT FROM webhook_parked_deliveries',
    replace: 'false AND EXISTS (SELECT FROM webhook_parked_deliveries',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what has arrived, or may have, and is finished has overtaken what is lower',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: 'EXISTS (SELECT FROM webhook_delivery_history',
    replace: 'false AND EXISTS (SELECT FROM webhook_delivery_history',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'what is finished and was never tried has overtaken nothing',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: 'FROM webhook_delivery_history AS later WHERE ${later} AND later.attempts > 0',
    replace: 'FROM webhook_delivery_history AS later WHERE ${later}',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'an outcome that was lost says nothing about the endpoint',
    file: `${delivery}/sql/lock-attempted.sql.ts`,
    find: ' AND delivery.claim_token = mine.claim_token',
    spec: 'test/contract/delivery-model.medium-spec.ts',
  },
  {
    protection: 'the count of what an endpoint has in flight',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: 'FILTER (WHERE claim.worker <> $6), 0)::integer AS others',
    replace: 'FILTER (WHERE false), 0)::integer AS others',
    spec: 'test/contract/delivery-model.medium-spec.ts',
  },
  {
    protection: 'leases end, and not before their time',
    file: `${delivery}/sql/recover-expired.sql.ts`,
    find: 'WHERE lease_until < now()',
    replace: 'WHERE true',
    spec: 'test/contract/delivery-model.medium-spec.ts',
  },
  {
    protection: 'what is exported while an endpoint is off',
    file: `${delivery}/sql/append-events.sql.ts`,
    find: 'FROM delivery WHERE parked IS NOT NULL',
    replace: 'FROM delivery WHERE false',
    spec: 'test/contract/delivery-model.medium-spec.ts',
  },
  {
    protection: 'nothing stays parked for an endpoint that was deleted while off',
    file: `${delivery}/postgres-unfinished-deliveries.ts`,
    find: 'OR EXISTS (SELECT 1 FROM webhook_parked_deliveries WHERE endpoint_id = endpoint.id)',
    spec: `${delivery}/endpoints.medium-spec.ts`,
  },
  {
    protection: 'one outcome of a delivery in a batch',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: ' || batch.has(deliveryId)',
    spec: `${delivery}/settlement-of-two-claims.medium-spec.ts`,
  },
  {
    protection: 'what is finished leaves the default partitions',
    file: 'src/webhook-delivery/application/drop-expired-deliveries.ts',
    find: 'for (const table of this.rows.tables) await attempt(table, () => this.deleteFrom(table));',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'retention keeps the event of what is unfinished',
    file: `${delivery}/postgres-expired-rows.ts`,
    find: " AND NOT ${unfinished('event_id')}",
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'retention waits for a resend that has found its event',
    file: `${delivery}/postgres-expired-rows.ts`,
    find: 'IN ACCESS EXCLUSIVE MODE',
    replace: 'IN ACCESS SHARE MODE',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'in flight over all workers: one change of the shares at a time',
    file: `${delivery}/sql/write-slot-book.sql.ts`,
    find: 'WHERE version = $2',
    replace: 'WHERE $2::bigint IS NOT NULL',
    spec: `${delivery}/postgres-slot-book.medium-spec.ts`,
  },
  {
    protection: 'in flight over all workers: what others have is not there to take',
    file: 'src/webhook-delivery/domain/share-slots.ts',
    find: 'const free = limit - sum(others.map(({ slots }) => slots));',
    replace: 'const free = limit;',
    spec: `${delivery}/limit-of-all-workers.medium-spec.ts`,
  },
  {
    protection: 'in flight over all workers: requests start in slots alone',
    file: 'src/webhook-delivery/application/deliver-due-webhooks.ts',
    find: '() => this.#slots.most,',
    replace: '() => settings.maxInFlight,',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'in flight over all workers: what is under way is not given away',
    file: 'src/webhook-delivery/domain/share-slots.ts',
    find: 'Math.max(kept, slots)',
    replace: 'slots',
    spec: 'src/webhook-delivery/domain/share-slots.spec.ts',
  },
  {
    protection: 'in flight over all workers: nothing starts in what is being given back',
    file: 'src/webhook-delivery/application/worker-slots.ts',
    find: 'this.#slots = Math.min(this.#slots, keep);',
    spec: 'src/webhook-delivery/application/worker-slots.spec.ts',
  },
  {
    protection: 'in flight over all workers: no worker starves',
    file: 'src/webhook-delivery/domain/share-slots.ts',
    find: 'free - putByFor(first)',
    replace: 'free',
    spec: 'src/webhook-delivery/domain/share-slots.spec.ts',
  },
  {
    protection: 'max_in_flight: one claim of an endpoint at a time',
    file: `${delivery}/sql/lock-endpoints.sql.ts`,
    find: ' FOR UPDATE OF state SKIP LOCKED',
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'taking over what a lost worker held',
    file: `${delivery}/sql/recover-expired.sql.ts`,
    find: 'WHERE lease_until < now()',
    replace: 'WHERE false',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'the event in the transaction of the change',
    file: `${delivery}/postgres-outbox.ts`,
    find: 'this.unitOfWork.transactional.query',
    replace: "this.unitOfWork['dataSource'].query",
    spec: `${delivery}/postgres-outbox.medium-spec.ts`,
  },
  {
    protection: 'the body, stored as the bytes that it is',
    file: `${delivery}/sql/append-events.sql.ts`,
    find: 'subscribed.ids, message.body,',
    replace: 'subscribed.ids, message.body::jsonb::text,',
    spec: `${delivery}/postgres-outbox.medium-spec.ts`,
  },
  {
    protection: 'an outcome is kept until the database has taken it',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: 'this.#keep(batch);',
    replace: 'for (const { done } of batch) done(undefined);',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'outcomes that need no state wait for none that is locked',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: "return unsteady.has(endpointId) ? 'unsteady' : 'steady';",
    replace: "return unsteady.has(endpointId) ? 'unsteady' : 'unsteady';",
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'outcomes of an endpoint whose state is locked wait alone',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: 'for (const id of judged) this.#apart.add(id);',
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'outcomes of an endpoint are judged in their order',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: 'for (const id of judged) this.#judged.add(id);',
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'an outcome that is refused waits alone',
    file: 'src/webhook-delivery/application/settlement-buffer.ts',
    find: 'if (error instanceof UnstorableSettlement || error instanceof RefusedSettlement) {',
    replace: 'if (error instanceof UnstorableSettlement) {',
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'a process does not take over what it has yet to settle',
    file: `${delivery}/delivery-loop.ts`,
    find: 'recoverExpired(this.settings.leaseSeconds, tokens)',
    replace: 'recoverExpired(this.settings.leaseSeconds, tokens.slice(tokens.length))',
    spec: `${delivery}/delivery-loop.medium-spec.ts`,
  },
  {
    protection: 'what is yet to be settled, known by its claim',
    file: `${delivery}/sql/recover-expired.sql.ts`,
    find: 'AND claim_token <> ALL ($2::uuid[])',
    replace: 'AND $2::uuid[] IS NOT NULL',
    spec: `${delivery}/delivery-loop.medium-spec.ts`,
  },
  {
    protection: 'all that lost workers held is taken over in one look',
    file: `${delivery}/postgres-delivery-queue.ts`,
    find: 'MAX_RECOVERIES = 20',
    replace: 'MAX_RECOVERIES = 1',
    spec: `${delivery}/delivery-loop.medium-spec.ts`,
  },
  {
    protection: 'taking over does not wait until deliveries are placed',
    file: `${delivery}/delivery-loop.ts`,
    find: 'const { tokens } = this.queue.unsettled;',
    replace: 'await this.placeDeliveries.execute();\n      const { tokens } = this.queue.unsettled;',
    spec: `${delivery}/delivery-loop.medium-spec.ts`,
  },
  {
    protection: 'the state of an endpoint is not locked for all of its rows',
    file: `${delivery}/postgres-unfinished-deliveries.ts`,
    find: 'batch = 1000;',
    replace: 'batch = 1_000_000;',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'the rest of the rows follows',
    file: 'src/webhook-delivery/application/for-each-endpoint.ts',
    find: 'if (count === 0) left.delete(endpointId);',
    replace: 'left.delete(endpointId);',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'an endpoint that is locked does not keep others from being placed',
    file: 'src/webhook-delivery/application/for-each-endpoint.ts',
    find: 'failure = { error };',
    replace: 'throw error;',
    spec: 'src/webhook-delivery/application/for-each-endpoint.spec.ts',
  },
  {
    protection: 'the last revisions are parked first',
    file: `${delivery}/sql/park-waiting.sql.ts`,
    find: 'ORDER BY due_at DESC, delivery_id DESC',
    replace: 'ORDER BY due_at, delivery_id',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'a revision is not queued again before a lower one',
    file: `${delivery}/sql/requeue-parked.sql.ts`,
    find: 'lower.revision < parked.revision',
    replace: 'false',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'the breaker: an endpoint that fails again and again is left alone',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: 'state.consecutiveFailures >= this.policy.breaker.failures && this.#open()',
    replace: 'false',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'a process that ends hangs up on its clients',
    file: 'src/main.ts',
    find: '    hangUp();\n',
    spec: 'test/e2e/orderly-end.e2e-spec.ts',
  },
  {
    protection: 'a session that ends between two statements is an outage',
    file: 'src/shared/database/postgres-errors.ts',
    find: '  if (isCutBetweenStatements(cause)) return true;\n',
    spec: 'src/shared/database/typeorm-unit-of-work.medium-spec.ts',
  },
  {
    protection: 'chaos: the order of a document’s revisions',
    file: `${delivery}/sql/waits-for-lower.sql.ts`,
    find: 'lower.revision <',
    replace: 'false AND lower.revision <',
    spec: CHAOS,
  },
  {
    protection: 'chaos: taking over what a lost worker held',
    file: `${delivery}/sql/recover-expired.sql.ts`,
    find: 'WHERE lease_until < now()',
    replace: 'WHERE false',
    spec: CHAOS,
  },
  {
    protection: 'chaos: the body, stored as the bytes that it is',
    file: `${delivery}/sql/append-events.sql.ts`,
    find: 'subscribed.ids, message.body,',
    replace: 'subscribed.ids, message.body::jsonb::text,',
    spec: CHAOS,
  },
  {
    protection: 'chaos: the old secret signs while the overlap lasts',
    file: `${delivery}/sql/load-targets.sql.ts`,
    find: 'WHEN previous_secret_expires_at > now() THEN',
    replace: 'WHEN false THEN',
    spec: CHAOS,
  },
  {
    protection: 'chaos: nothing is claimed while delivery is offline',
    file: `${delivery}/sql/lock-endpoints.sql.ts`,
    find: "AND NOT EXISTS (SELECT FROM instance_settings WHERE key = 'offline_mode')",
    spec: CHAOS,
  },
  {
    protection: 'one unfinished delivery for each event and endpoint',
    file: `${delivery}/postgres-delivery-ledger.ts`,
    find: 'parked.length === 0 ? row.id : undefined',
    replace: 'row.id',
    spec: `${delivery}/postgres-delivery-ledger.medium-spec.ts`,
  },
  {
    protection: 'looking again for a delivery that another resend moves',
    file: `${delivery}/postgres-delivery-ledger.ts`,
    find: '      hot,\n    ];',
    replace: '    ];',
    spec: `${delivery}/postgres-delivery-ledger.medium-spec.ts`,
  },
  {
    protection: 'the answer to an Idempotency-Key in the transaction of the change',
    file: 'src/shared/http/idempotency.interceptor.ts',
    find: 'this.unitOfWork.joined(async () => {',
    replace: '(async (work) => work())(async () => {',
    spec: 'test/e2e/idempotency.e2e-spec.ts',
  },
  {
    protection: 'the fence of a request whose Idempotency-Key was taken over',
    file: 'src/shared/database/postgres-idempotency-keys.ts',
    find: ' AND claim_token = $3`,\n      [idOf(holder), key, claimToken, status',
    replace: ' AND $3::text IS NOT NULL`,\n      [idOf(holder), key, claimToken, status',
    spec: 'src/shared/database/postgres-idempotency-keys.medium-spec.ts',
  },
  {
    protection: 'the lease of an Idempotency-Key',
    file: 'src/shared/database/postgres-idempotency-keys.ts',
    find: 'WHERE kept.lease_until < now() OR',
    replace: 'WHERE',
    spec: 'src/shared/database/postgres-idempotency-keys.medium-spec.ts',
  },
  {
    protection: 'the horizon of the list that pollers follow',
    file: 'src/documents/infrastructure/sql/select-horizon.sql.ts',
    find: "least(statement_timestamp(), min(coalesce(xact_start, '-infinity')))",
    replace: 'statement_timestamp()',
    spec: 'src/documents/infrastructure/lists-by-update.medium-spec.ts',
  },
  {
    protection: 'one at a time: removing administrators',
    file: 'src/access/infrastructure/typeorm-api-tokens.ts',
    find: "SELECT pg_advisory_xact_lock(hashtext('recordengine:admin-tokens'))",
    replace: 'SELECT 1',
    spec: 'src/access/infrastructure/typeorm-api-tokens.medium-spec.ts',
  },
  {
    protection: 'one at a time: removing administrators among users',
    file: 'src/access/infrastructure/typeorm-users.ts',
    find: "SELECT pg_advisory_xact_lock(hashtext('recordengine:users'))",
    replace: 'SELECT 1',
    spec: 'src/access/infrastructure/typeorm-users.medium-spec.ts',
  },
  {
    protection: 'the last user who is admin',
    file: 'src/access/domain/user.ts',
    find: 'return admins.length === 1 && admins[0]?.id === id;',
    replace: 'return false;',
    spec: 'src/access/application/change-user.spec.ts',
  },
  {
    protection: 'a role gives the scopes that it is for',
    file: 'src/access/domain/user.ts',
    find: "viewer: ['read'],",
    replace: "viewer: ['read', 'write'],",
    spec: 'src/access/domain/user.spec.ts',
  },
  {
    protection: 'another session id at every login',
    file: 'src/access/application/open-session.ts',
    find: 'if (previousSecret !== undefined) await this.sessions.close(previousSecret);',
    spec: 'src/access/application/authenticate.spec.ts',
  },
  {
    protection: 'another session id when the password is changed',
    file: 'src/access/application/change-own-password.ts',
    find: 'return this.sessions.rotate(secret);',
    replace: 'return { secret, expiresAt: new Date() };',
    spec: 'src/access/application/log-in-with-password.spec.ts',
  },
  {
    protection: 'other sessions end when the password is changed',
    file: 'src/access/application/change-own-password.ts',
    find: 'await this.sessions.closeAllOf(userId, secret);',
    spec: 'src/access/application/log-in-with-password.spec.ts',
  },
  {
    protection: 'people end their own sessions alone',
    file: 'src/access/infrastructure/typeorm-sessions.ts',
    find: 'delete(SessionRow, { userId, id })',
    replace: 'delete(SessionRow, { id })',
    spec: 'src/access/infrastructure/typeorm-users.medium-spec.ts',
  },
  {
    protection: 'sessions end when a role is changed or an account disabled',
    file: 'src/access/application/change-user.ts',
    find: 'await this.sessions.closeAllOf(id);',
    spec: 'src/access/application/change-user.spec.ts',
  },
  {
    protection: 'sessions end when nothing happens in them',
    file: 'src/access/domain/session.ts',
    find: ' || now.getTime() - lastUsedAt.getTime() >= idleMs',
    spec: 'src/access/application/authenticate.spec.ts',
  },
  {
    protection: 'sessions end whatever happens in them',
    file: 'src/access/domain/session.ts',
    find: 'expiresAt <= now || ',
    spec: 'src/access/application/authenticate.spec.ts',
  },
  {
    protection: 'a disabled user is nobody in a session',
    file: 'src/access/domain/session.ts',
    find: 'owner.user ? owner.user.disabled :',
    replace: 'owner.user ? false :',
    spec: 'src/access/application/authenticate.spec.ts',
  },
  {
    protection: 'a disabled user does not get in',
    file: 'src/access/application/log-in-with-password.ts',
    find: 'user.disabled || ',
    spec: 'src/access/application/log-in-with-password.spec.ts',
  },
  {
    protection: 'an unknown e-mail costs as much as a wrong password',
    file: 'src/access/application/log-in-with-password.ts',
    find: 'const isRight = await this.passwords.verify(account?.passwordHash ?? null, password);',
    replace:
      "const isRight = account && (await this.passwords.verify(account.passwordHash ?? '', password));",
    spec: 'src/access/application/log-in-with-password.spec.ts',
  },
  {
    protection: 'throttling of guesses, also for the right password',
    file: 'src/access/application/log-in-with-password.ts',
    find: 'await this.attempts.count(email, address);',
    spec: 'src/access/application/log-in-with-password.spec.ts',
  },
  {
    protection: 'throttling of guesses at an account',
    file: 'src/access/infrastructure/memory-login-attempts.ts',
    find: 'account.consumedPoints > OF_ACCOUNT.points',
    replace: 'false',
    spec: 'src/access/infrastructure/memory-login-attempts.spec.ts',
  },
  {
    protection: 'throttling of guesses from an address',
    file: 'src/access/infrastructure/memory-login-attempts.ts',
    find: 'from.consumedPoints > OF_ADDRESS.points',
    replace: 'false',
    spec: 'src/access/infrastructure/memory-login-attempts.spec.ts',
  },
  {
    protection: 'the token against forgery in a session',
    file: 'src/access/http/access.guard.ts',
    find: 'if (!SAFE_METHODS.includes(request.method)) {',
    replace: 'if (false) {',
    spec: 'test/e2e/users.e2e-spec.ts',
  },
  {
    protection: 'no password in what an Idempotency-Key keeps',
    file: 'src/shared/http/idempotency.ts',
    find: '.filter(({ key }) => !secret.includes(key))',
    spec: 'test/e2e/users.e2e-spec.ts',
  },
  {
    protection: 'the keys of users apart from those of tokens',
    file: 'src/shared/database/postgres-idempotency-keys.ts',
    find: "const OF_USER = 'token_id IS NULL AND user_id = $1 AND key = $2';",
    replace: "const OF_USER = 'token_id = $1 AND user_id IS NULL AND key = $2';",
    spec: 'src/shared/database/postgres-idempotency-keys.medium-spec.ts',
  },
  {
    protection: 'an answer of the identity provider is one to our question (state)',
    file: 'src/access/infrastructure/openid-identity-provider.ts',
    find: 'expectedState: state,',
    replace: "expectedState: new URLSearchParams(query).get('state') ?? '',",
    spec: 'test/e2e/oidc-login.e2e-spec.ts',
  },
  {
    protection: 'an ID token is one for our question (nonce)',
    file: 'src/access/infrastructure/openid-identity-provider.ts',
    find: 'expectedNonce: nonce,',
    replace: "expectedNonce: nonce && 'x'.repeat(43),",
    spec: 'test/e2e/oidc-login.e2e-spec.ts',
  },
  {
    protection: 'an e-mail that the identity provider does not vouch for',
    file: 'src/access/application/log-in-with-identity.ts',
    find: ' || !identity.emailVerified',
    spec: 'src/access/application/log-in-with-identity.spec.ts',
  },
  {
    protection: 'one at a time: giving events their positions',
    file: `${delivery}/sequencer.job.ts`,
    find: "SELECT pg_advisory_xact_lock(hashtext('recordengine:sequencer'))",
    replace: 'SELECT 1',
    spec: `${delivery}/sequencer.job.medium-spec.ts`,
  },
  {
    protection: 'one at a time: changes of the hierarchy of contacts',
    file: 'src/contacts/infrastructure/typeorm-contact.repository.ts',
    find: "SELECT pg_advisory_xact_lock(hashtext('recordengine:contact-hierarchy'))",
    replace: 'SELECT 1',
    spec: 'src/contacts/infrastructure/contact-races.medium-spec.ts',
  },
  {
    protection: 'a content that is being uploaded is not removed',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
    replace: 'SELECT $1',
    spec: 'src/documents/infrastructure/typeorm-document.repository.medium-spec.ts',
  },
  {
    protection: 'a content that only an old version has is not removed',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: 'AND NOT EXISTS (SELECT FROM document_versions WHERE sha256 = $1)',
    spec: 'test/contract/document-repository.medium-spec.ts',
  },
  {
    protection: 'a content that only an old version has is no orphan',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: 'AND NOT EXISTS (SELECT FROM document_versions WHERE document_versions.sha256 = kept.sha256)',
    spec: 'test/contract/document-repository.medium-spec.ts',
  },
  {
    protection: 'who reads the old file cannot settle the new one',
    file: 'src/documents/infrastructure/sql/restart-processing.sql.ts',
    find: 'THEN gen_random_uuid() END',
    replace: 'THEN job.claim_token END',
    spec: 'test/contract/processing-queue.medium-spec.ts',
  },
  {
    protection: 'nothing that was read in the old file passes for what the new one says',
    file: 'src/documents/domain/document.ts',
    find: '      filename: file.originalFilename,\n      ...UNREAD,',
    replace: '      filename: file.originalFilename,',
    spec: 'src/documents/domain/document.spec.ts',
  },
  {
    protection: 'the text of the old file goes with it',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: 'DELETE FROM document_texts WHERE document_id = ANY ($1::integer[])',
    replace: 'SELECT $1::integer[]',
    spec: 'test/contract/document-repository.medium-spec.ts',
  },
  {
    protection: 'edits of the old file are not kept for the new one',
    file: 'src/documents/infrastructure/sql/select-edited-meanwhile.sql.ts',
    find: "begin.action IN ('uploaded', 'new_version')",
    replace: "begin.action = 'uploaded'",
    spec: 'test/contract/document-repository.medium-spec.ts',
  },
  {
    protection: 'webhooks go to vetted addresses only',
    file: `${delivery}/vetted-lookup.ts`,
    find: 'this.policy.allows(address)',
    replace: 'this.policy.allows(address) || true',
    spec: `${delivery}/egress-matrix.medium-spec.ts`,
  },
  {
    protection: 'a proxy is asked for a vetted address, not for a name',
    file: `${delivery}/connector.ts`,
    find: 'found.map(({ address }) => address)',
    replace: 'found.map(() => origin.hostname)',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a connection goes to the address that was vetted',
    file: `${delivery}/connector.ts`,
    find: 'const to = { host, port, lookup, ...families };',
    replace: 'const to = { host, port, ...families };\n      void lookup;',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'an address of a receiver has more time than Node would give it',
    file: `${delivery}/connector.ts`,
    find: ', autoSelectFamilyAttemptTimeout: this.#addressMs',
    replace: '',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'certificates are verified whatever the environment says',
    file: `${delivery}/connector.ts`,
    find: 'rejectUnauthorized: true,',
    replace: '',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'sessions of TLS do not pile up',
    file: `${delivery}/connector.ts`,
    find: 'if (this.#tlsSessions.size <= MAX_TLS_SESSIONS) return;',
    replace: 'if (MAX_TLS_SESSIONS > 0) return;',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a proxy that does not answer for one address leaves time for the next',
    file: `${delivery}/egress-proxy.ts`,
    find: 'others.length > 0 ? addressMs : this.timeoutMs',
    replace: 'others.length < 0 ? addressMs : this.timeoutMs',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a proxy is asked for nothing more once the send was given up',
    file: `${delivery}/egress-proxy.ts`,
    find: ' && !asker.ended',
    replace: ' && asker !== undefined',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a header cannot break a request in two',
    file: `${delivery}/http-webhook-sender.ts`,
    find: 'FIELD_NAME.test(name) && FIELD_VALUE.test(value)',
    replace: 'FIELD_NAME.test(name) || FIELD_VALUE.test(value)',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a connection with more than its answer is not used again',
    file: `${delivery}/answer-reader.ts`,
    find: 'if (at < bytes.length) this.#keepAliveSeconds = 0;',
    replace: '',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a connection is not used again after an empty answer that speaks of a body',
    file: `${delivery}/answer-reader.ts`,
    find: 'if (isBodiless(statusCode) && (coding',
    replace: 'if (statusCode === 0 && (coding',
    spec: `${delivery}/answer-reader.spec.ts`,
  },
  {
    protection: 'informational answers without end are given up on',
    file: `${delivery}/answer-reader.ts`,
    find: 'if (this.#headsBytes > MAX_HEADS_BYTES) throw new AnswerMalformed(TOO_MANY_HEADS);',
    replace: 'void TOO_MANY_HEADS;',
    spec: `${delivery}/answer-reader.spec.ts`,
  },
  {
    protection: 'a connection that brings an answer to nothing is ended',
    file: `${delivery}/http-connection.ts`,
    find: 'if (!exchange) return this.end();',
    replace: 'if (!exchange) return;',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a request on a connection that had waited is sent again when that turns out closed',
    file: `${delivery}/http-connection.ts`,
    find: 'if (exchange && isStale)',
    replace: 'if (exchange && isStale && this.ended !== true)',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a request that the receiver has worked on is not sent again at once',
    file: `${delivery}/http-connection.ts`,
    find: ' && performance.now() < this.#staleUntil',
    replace: ' && this.#staleUntil > 0',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'a connection waits until its request is written',
    file: `${delivery}/http-connection.ts`,
    find: ' && this.#socket?.writableLength === 0',
    replace: '',
    spec: `${delivery}/http-webhook-sender.medium-spec.ts`,
  },
  {
    protection: 'nothing is sealed with a SECRETS_KEY that was changed',
    file: `${delivery}/typeorm-endpoint.repository.ts`,
    find: 'await this.box.confirm();',
    spec: 'test/e2e/secrets-key.e2e-spec.ts',
  },
  {
    protection: 'one at a time: changing SECRETS_KEY and sealing with the old one',
    file: 'src/shared/database/installed-secret-box.ts',
    find: "SELECT pg_advisory_xact_lock_shared(hashtext('recordengine:secrets-key'))",
    replace: 'SELECT 1',
    spec: 'src/shared/database/open-secret-box.medium-spec.ts',
  },
  {
    protection: 'one at a time: changing SECRETS_KEY and starting with the old one',
    file: 'src/shared/database/open-secret-box.ts',
    find: "SELECT pg_advisory_xact_lock(hashtext('recordengine:secrets-key'))",
    replace: 'SELECT 1',
    spec: 'src/shared/database/open-secret-box.medium-spec.ts',
  },
  {
    protection: 'the keys of the look-up follow the refs',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: "changed.filter(({ changes }) => changes.some(({ field }) => field === 'external_refs')),",
    replace: '[],',
    spec: 'test/e2e/external-ref-look-up.e2e-spec.ts',
  },
  {
    protection: 'systems do not lie among the records that are looked up',
    file: 'src/documents/infrastructure/sql/replace-ref-keys.sql.ts',
    find: 'SELECT record, document_id FROM wanted',
    replace: 'SELECT record, document_id FROM wanted UNION ALL SELECT system, document_id FROM wanted',
    spec: 'src/documents/infrastructure/sql-document.queries.medium-spec.ts',
  },
  {
    protection: 'systems whose names JSON of PostgreSQL cannot read are told apart from records',
    file: 'migrations/1764730000000-ref-systems.ts',
    find: 'Object.keys(JSON.parse(refs) as object)',
    replace: '(refs ? [] : [refs])',
    spec: 'migrations/1764730000000-ref-systems.medium-spec.ts',
  },
  {
    protection: 'older keys do not replace newer ones',
    file: 'src/documents/infrastructure/sql/lock-refs-of-older.sql.ts',
    find: ' FOR NO KEY UPDATE',
    spec: 'src/documents/infrastructure/older-ref-keys.job.medium-spec.ts',
  },
  {
    protection: 'writers of different systems lose nothing',
    file: 'src/documents/infrastructure/sql/lock-documents.sql.ts',
    find: ' FOR NO KEY UPDATE',
    spec: 'test/e2e/external-ref-members.e2e-spec.ts',
  },
  {
    protection: 'a search of the queue begins at a place, not at a time',
    file: `${delivery}/sql/lock-endpoints.sql.ts`,
    find: 'AND (due.due_at, due.delivery_id) >= (mark.due_from, mark.id_from)',
    spec: `${delivery}/postgres-delivery-queue.medium-spec.ts`,
  },
  {
    protection: 'the client: a webhook is signed with the secret',
    file: 'clients/typescript/src/verify-webhook.ts',
    find: 'if (!given.some((one) => right.some((other) => isEqual(one, other)))) {',
    replace: 'if (!given.some((one) => one.length > 0)) {',
    spec: 'clients/typescript/src/verify-webhook.spec.ts',
  },
  {
    protection: 'the client: a webhook is no old copy',
    file: 'clients/typescript/src/verify-webhook.ts',
    find: '!(Math.abs(age) <= tolerance)',
    replace: 'false',
    spec: 'clients/typescript/src/verify-webhook.spec.ts',
  },
  {
    protection: 'the client: the last of several members counts',
    file: 'clients/typescript/src/json-spans.ts',
    find: 'if (member.key === name) found = member;',
    replace: 'if (member.key === name) found ??= member;',
    spec: 'clients/typescript/src/json-spans.spec.ts',
  },
  {
    protection: 'the client: refs are sent as they are spelled',
    file: 'clients/typescript/src/exact-json.ts',
    find: 'if (exact !== undefined) return exact;',
    replace: 'if (exact !== undefined) return JSON.stringify(JSON.parse(exact));',
    spec: 'clients/typescript/test/record-engine.e2e-spec.ts',
  },
  {
    protection: 'a replay with missing events ends past what ran when it began',
    file: `${delivery}/sql/pick-replay.sql.ts`,
    find: 'pg_snapshot_xmin(seen) >= replay.horizon OR',
    replace: 'true OR',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay with missing events knows all that ran when it began',
    file: `${delivery}/postgres-replays.ts`,
    find: 'pg_current_xact_id())',
    replace: 'pg_snapshot_xmax(pg_current_snapshot()))',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay with missing events waits for the sequencer',
    file: `${delivery}/sql/pick-replay.sql.ts`,
    find: 'AND NOT EXISTS (SELECT FROM outbox_unsequenced WHERE event_id < first_uuid7_at(replay.until))',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay with missing events ends in a restored copy, too',
    file: `${delivery}/sql/pick-replay.sql.ts`,
    find: ' OR pg_snapshot_xmax(seen) < replay.horizon',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay with missing events looks behind itself',
    file: `${delivery}/postgres-replays.ts`,
    find: 'isLast && (walked || !includeMissing)',
    replace: 'isLast',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay copies nothing twice',
    file: `${delivery}/postgres-replays.ts`,
    find: 'walked ? [] : replay.states',
    replace: 'replay.states',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'offline: a retry is set by the clock that stands',
    file: `${delivery}/sql/settle-deliveries.sql.ts`,
    find: 'THEN ${QUEUE_CLOCK} +',
    replace: 'THEN now() +',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: a probe is set by the clock that stands',
    file: `${delivery}/sql/save-health.sql.ts`,
    find: 'coalesce(${QUEUE_CLOCK} +',
    replace: 'coalesce(now() +',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: what is sent again is due afterwards',
    file: `${delivery}/postgres-delivery-ledger.ts`,
    find: 'due_at = ${QUEUE_CLOCK}',
    replace: 'due_at = now()',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: what lost its worker is due afterwards',
    file: `${delivery}/sql/recover-expired.sql.ts`,
    find: 'due_at = ${QUEUE_CLOCK}',
    replace: 'due_at = now()',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: a changed address is probed afterwards',
    file: `${delivery}/typeorm-endpoint.repository.ts`,
    find: 'SET gate_until = ${QUEUE_CLOCK}',
    replace: 'SET gate_until = now()',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: what waits for a changed address is due',
    file: `${delivery}/sql/make-waiting-due.sql.ts`,
    find: 'due_at > ${QUEUE_CLOCK}',
    replace: 'due_at > now()',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'offline: locked clocks are moved, too',
    file: `${delivery}/postgres-offline-mode.ts`,
    find: 'ORDER BY delivery_id FOR UPDATE)',
    replace: 'ORDER BY delivery_id FOR UPDATE SKIP LOCKED)',
    spec: `${delivery}/postgres-offline-mode.medium-spec.ts`,
  },
  {
    protection: 'the workers of other processes are woken by what people do',
    file: 'src/webhook-delivery/webhook-delivery.module.ts',
    find: '{ provide: WorkerWakeup, useExisting: DeliveryWakeup }',
    replace:
      '{ provide: WorkerWakeup, inject: [DeliverySignal], useFactory: (own: DeliverySignal) => ({ wake: () => own.raise() }) }',
    spec: 'test/e2e/woken-workers.e2e-spec.ts',
  },
  {
    protection: 'a waiting delivery that is sent again says so',
    file: `${delivery}/postgres-delivery-ledger.ts`,
    find: ', resent = true',
    spec: `${delivery}/postgres-delivery-ledger.medium-spec.ts`,
  },
  {
    protection: 'a parked delivery that is sent again says so',
    file: `${delivery}/postgres-delivery-ledger.ts`,
    find: 'created_at, true',
    replace: 'created_at, false',
    spec: `${delivery}/postgres-delivery-ledger.medium-spec.ts`,
  },
  {
    protection: 'a delivery that is sent again says so after its endpoint was off',
    file: `${delivery}/sql/requeue-parked.sql.ts`,
    find: 'resend_of, created_at, resent,',
    replace: 'resend_of, created_at, false,',
    spec: `${delivery}/postgres-unfinished-deliveries.medium-spec.ts`,
  },
  {
    protection: 'a parked delivery that is replayed says so',
    file: `${delivery}/sql/unpark-events.sql.ts`,
    find: 'created_at, true',
    replace: 'created_at, false',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'the history of operators has nothing twice',
    file: 'src/webhook-delivery/application/cancel-delivery.ts',
    find: "if (entry.state === 'cancelled') return false;",
    replace: "if (entry.state === 'cancelled') return true;",
    spec: 'test/e2e/replay.e2e-spec.ts',
  },
  {
    protection: 'the history of operators has no secrets',
    file: 'src/webhook-delivery/application/update-endpoint.ts',
    find: 'maskUrl(endpoint.snapshot().settings.url)',
    replace: 'endpoint.snapshot().settings.url',
    spec: 'test/e2e/replay.e2e-spec.ts',
  },
  {
    protection: 'metrics: what replication slots hold',
    file: `${delivery}/sql/read-gauges.sql.ts`,
    find: 'UNION ALL SELECT xmin FROM pg_replication_slots',
    spec: `${delivery}/prometheus-metrics-page.medium-spec.ts`,
  },
  {
    protection: 'metrics: what prepared transactions hold',
    file: `${delivery}/sql/read-gauges.sql.ts`,
    find: 'UNION ALL SELECT transaction FROM pg_prepared_xacts',
    spec: `${delivery}/prometheus-metrics-page.medium-spec.ts`,
  },
  {
    protection: 'metrics: sends that were lost',
    file: `${delivery}/measured-delivery-queue.ts`,
    find: "if (recovered > 0) this.metrics.attempts.inc({ outcome: 'lost' }, recovered);",
    spec: `${delivery}/prometheus-metrics-page.medium-spec.ts`,
  },
  {
    protection: 'another auth is tried at once',
    file: 'src/webhook-delivery/application/update-endpoint.ts',
    find: ' || changes.auth !== undefined',
    spec: `${delivery}/changed-endpoint.medium-spec.ts`,
  },
  {
    protection: 'the CRM of the client: a webhook counts once',
    file: 'clients/typescript/examples/crm/crm.mjs',
    find: "if (state.seen.includes(id)) return 'duplicate';",
    spec: 'clients/typescript/test/installed-client.e2e-spec.ts',
  },
  {
    protection: 'the CRM of the client: an older revision changes nothing',
    file: 'clients/typescript/examples/crm/crm.mjs',
    find: 'if (event.revision < last)',
    replace: 'if (false)',
    spec: 'clients/typescript/test/installed-client.e2e-spec.ts',
  },
  {
    protection: 'the CRM of the client: it does not write what is there',
    file: 'clients/typescript/examples/crm/crm.mjs',
    find: '!isDeepStrictEqual(event.external_refs[SYSTEM], JSON.parse(this.#memberOf(deal)))',
    replace: 'true',
    spec: 'clients/typescript/test/installed-client.e2e-spec.ts',
  },
  {
    protection: 'exact refs: bytes that are no UTF-8 are refused',
    file: 'src/shared/kernel/decode-utf8.ts',
    find: 'fatal: true',
    replace: 'fatal: false',
    spec: 'test/e2e/exactness-hazards.e2e-spec.ts',
  },
  {
    protection: 'exact refs: a part in another charset is refused',
    file: 'src/shared/http/multipart.ts',
    find: 'refuseOtherCharset(part.contentType, `The field "${part.name}"`);',
    spec: 'test/e2e/exactness-matrix.e2e-spec.ts',
  },
  {
    protection: 'exact refs: nesting has a limit',
    file: 'src/shared/kernel/json/scan-json.ts',
    find: 'if (depth === maxDepth) {',
    replace: 'if (depth < 0) {',
    spec: 'test/e2e/exactness-matrix.e2e-spec.ts',
  },
  {
    protection: 'exact refs: a change takes the text of its body',
    file: 'src/shared/http/json-body.ts',
    find: '[EXACT_MEMBER] = new RawJson(exact);',
    replace: '[EXACT_MEMBER] = new RawJson(JSON.stringify(JSON.parse(exact)));',
    spec: 'test/e2e/exactness-matrix.e2e-spec.ts',
  },
  {
    protection: 'exact refs: history is told by its text',
    file: 'src/documents/http/document.responses.ts',
    find: 'to: entry.to === null ? null : new RawJson(entry.to),',
    replace: 'to: entry.to === null ? null : new RawJson(JSON.stringify(JSON.parse(entry.to))),',
    spec: 'test/e2e/exactness-matrix.e2e-spec.ts',
  },
  {
    protection: 'nothing is sent for which the lease is too short, when it is claimed',
    file: 'src/webhook-delivery/application/deliver-due-webhooks.ts',
    find: 'if (target && this.mayStart(lastStart))',
    replace: 'if (target)',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'nothing is sent for which the lease is too short, when its turn comes',
    file: 'src/webhook-delivery/application/deliver-due-webhooks.ts',
    find: 'if (!this.mayStart(lastStart)) {',
    replace: 'if (false) {',
    spec: 'src/webhook-delivery/application/deliver-due-webhooks.spec.ts',
  },
  {
    protection: 'a slot is free again when its delivery is settled',
    file: `${delivery}/sql/close-claims.sql.ts`,
    find: 'SET open = closing.open FROM',
    replace: 'SET open = claim.open FROM',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'a claim of which nothing is open is removed',
    file: `${delivery}/sql/close-claims.sql.ts`,
    find: 'AND closing.open <= 0',
    replace: 'AND false',
    spec: 'test/contract/delivery-queue.medium-spec.ts',
  },
  {
    protection: 'ten documents that are refused in a row are a fault of the endpoint',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: 'if (state.refusedDocuments.length >= REFUSALS_OF_AN_ENDPOINT) return this.#fail(delivery, error);',
    spec: 'src/webhook-delivery/domain/endpoint-health.spec.ts',
  },
  {
    protection: 'a document that is refused again and again is no fault of the endpoint',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: ' && !known.includes(documentId)',
    spec: 'src/webhook-delivery/domain/endpoint-health.spec.ts',
  },
  {
    protection: '410 disables the endpoint',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: "this.#shut('gone', 0);",
    spec: 'src/webhook-delivery/domain/endpoint-health.spec.ts',
  },
  {
    protection: 'the ledger keeps what a week that is dropped has accepted',
    file: `${delivery}/postgres-expired-partitions.ts`,
    find: 'counts: [countEvents, countEventsWithoutEndpoint]',
    replace: 'counts: [countEventsWithoutEndpoint]',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'the ledger keeps what a week that is dropped has delivered',
    file: `${delivery}/postgres-expired-partitions.ts`,
    find: 'counts: [countDeliveries]',
    replace: 'counts: []',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'the ledger keeps the resends of a week that is dropped',
    file: `${delivery}/postgres-expired-partitions.ts`,
    find: 'counts: [countExtraDeliveries]',
    replace: 'counts: []',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'the ledger counts once what outlives its week',
    file: `${delivery}/postgres-expired-partitions.ts`,
    find: 'for (const count of counts) await manager.query(count(moved, -1));',
    spec: `${delivery}/drop-expired-deliveries.medium-spec.ts`,
  },
  {
    protection: 'a replay makes no copy of what is being parked',
    file: `${delivery}/postgres-replays.ts`,
    find: 'await manager.query(TAKE_BACK_COPIES, [copies.map(({ id }) => id)]);',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay of what is missing sends nothing that was overtaken',
    file: `${delivery}/sql/deliver-missing.sql.ts`,
    find: 'FROM missing WHERE NOT overtaken',
    replace: 'FROM missing WHERE true',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'a replay of what is missing knows what is under way or was tried',
    file: `${delivery}/sql/overtaken.sql.ts`,
    find: '(later.claim_token IS NOT NULL OR later.attempts > 0)',
    replace: 'false',
    spec: `${delivery}/postgres-replays.medium-spec.ts`,
  },
  {
    protection: 'chaos: one probe at a time',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: "WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room",
    replace: "WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 99 END AS room",
    spec: CHAOS,
  },
  {
    protection: 'chaos: one request first after a pause',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: "WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room",
    replace:
      "WHEN 'paused' THEN 99 WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room",
    spec: CHAOS,
    seconds: LONG_CHAOS_SECONDS,
  },
  {
    protection: 'chaos: max_in_flight, over all workers',
    file: `${delivery}/sql/claim-deliveries.sql.ts`,
    find: 'FILTER (WHERE claim.worker <> $6), 0)::integer AS others',
    replace: 'FILTER (WHERE false), 0)::integer AS others',
    spec: CHAOS,
  },
  {
    protection: 'chaos: in flight over all workers to all endpoints',
    file: 'src/webhook-delivery/application/worker-slots.ts',
    find: 'return !this.isLimited || performance.now() < this.#lastStart ? this.#slots : 0;',
    replace: 'return this.settings.maxInFlight;',
    spec: CHAOS,
    seed: '3', // in which there is a limit
  },
  {
    protection: 'chaos: a pause that the receiver has asked for',
    file: 'src/webhook-delivery/domain/endpoint-health.ts',
    find: "if (waitMs !== null) return this.#shut('paused', waitMs);",
    replace: "if (waitMs !== null) return this.#shut('paused', 100);",
    spec: CHAOS,
    seed: '3', // in which nobody enables the endpoint meanwhile
  },
  {
    protection: 'profiles: a change is made at the version that was seen',
    file: 'src/profiles/domain/change-profile.ts',
    find: 'if (expectedVersions && !expectedVersions.includes(profile.version)) {',
    replace: 'if (false) {',
    spec: 'src/profiles/domain/change-profile.spec.ts',
  },
  {
    protection: 'a picture that says it is too large is not unpacked',
    file: 'src/extraction/infrastructure/image-pages.ts',
    find: 'if (width * height > MOST_DOTS) {',
    replace: 'if (false) {',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'the time that the pages of a scan may take',
    file: 'src/extraction/infrastructure/picture-reader.ts',
    find: 'left -= performance.now() - began;',
    replace: '',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'a scan that is upside down is turned',
    file: 'src/extraction/infrastructure/page-recogniser.ts',
    find: '(isLegible && !page.isOnItsSide)',
    replace: 'true',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'a scan that was read on its side is turned back',
    file: 'src/extraction/infrastructure/recognised-page.ts',
    find: 'isOnItsSide: high > wide',
    replace: 'isOnItsSide: false',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'a scan has its columns of short numbers',
    file: 'src/extraction/infrastructure/page-recogniser.ts',
    find: 'if (!area ||',
    replace: 'if (true ||',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'a scan whose pages fail is given up',
    file: 'src/extraction/infrastructure/picture-reader.ts',
    find: '|| failed.length >= MOST_FAILURES',
    replace: '',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'a score is no surer than the text it was read from',
    file: 'src/extraction/domain/as-sure-as-its-text.ts',
    find: 'Math.min(score, confidence)',
    replace: 'score',
    spec: 'src/extraction/infrastructure/picture-reader.medium-spec.ts',
  },
  {
    protection: 'what a model invents makes a document doubtful',
    file: 'src/extraction/domain/extraction-of-answer.ts',
    find: 'if (invented.length > 0) {',
    replace: 'if (false) {',
    spec: 'test/contract/extraction-engines.medium-spec.ts',
  },
  {
    protection: 'a model gives values of their types alone',
    file: 'src/extraction/domain/written-as.ts',
    find: "if (type === 'date') return isCalendarDate(text) ? text : null;",
    replace: "if (type === 'date') return text;",
    spec: 'src/extraction/domain/written-as.spec.ts',
  },
  {
    protection: 'the key of a model server is for its address alone',
    file: 'src/extraction/infrastructure/chat-model.ts',
    find: 'maxRedirects: 0,',
    replace: 'maxRedirects: 5,',
    spec: 'src/extraction/infrastructure/chat-model.medium-spec.ts',
  },
  {
    protection: 'the requests that a document may take of a model',
    file: 'src/extraction/infrastructure/chat-model.ts',
    find: 'if (request >= budget.requests) break;',
    replace: 'if (request >= 99) break;',
    spec: 'src/extraction/infrastructure/chat-model.medium-spec.ts',
  },
  {
    protection: 'a model server that is down is left alone',
    file: 'src/extraction/application/model-breaker.ts',
    find: 'if (probe && (this.#isProbing || this.clock.now() < probe)) {',
    replace: 'if (false) {',
    spec: 'src/extraction/application/model-breaker.spec.ts',
  },
  {
    protection: 'one document at a time tries a model server that was down',
    file: 'src/extraction/application/model-breaker.ts',
    find: 'this.#isProbing || this.clock',
    replace: 'this.clock',
    spec: 'src/extraction/application/model-breaker.spec.ts',
  },
  {
    protection: 'profiles: a name is there once, whatever its capitals',
    file: 'migrations/1764650000000-profile-names.ts',
    find: 'ON extraction_profiles (lower(name))',
    replace: 'ON extraction_profiles (name)',
    spec: 'src/profiles/infrastructure/profile-races.medium-spec.ts',
  },
  {
    protection: 'profiles: a document without a required field is never better than Low',
    file: 'src/extraction/domain/profile-confidence.ts',
    find: 'if (needed.length > 0 || contradictions.length > 0)',
    replace: 'if (contradictions.length > 0)',
    spec: 'src/extraction/domain/fields-of-profiles.spec.ts',
  },
  {
    protection: 'profiles: one that vanishes during an upload is refused',
    file: 'src/documents/infrastructure/typeorm-document.repository.ts',
    find: "violates(error, 'fk_documents_profile')",
    replace: 'false',
    spec: 'src/documents/infrastructure/vanished-placement.medium-spec.ts',
  },
  {
    protection: 'profiles: what is in use is not deleted by those who are quick',
    file: 'src/profiles/infrastructure/typeorm-profile.repository.ts',
    find: "violates(error, 'fk_documents_profile')",
    replace: 'false',
    spec: 'src/profiles/infrastructure/profile-races.medium-spec.ts',
  },
  {
    protection: 'one item for one arrival',
    file: 'migrations/1764600000000-intake.ts',
    find: 'CONSTRAINT uq_intake_items_source UNIQUE (channel, source_key),',
    spec: 'test/contract/intake.medium-spec.ts',
  },
  {
    protection: 'one attempt at an arrival at a time',
    file: 'src/intake/infrastructure/sql/lock-intake-item.sql.ts',
    find: ' FOR UPDATE',
    spec: 'test/contract/intake.medium-spec.ts',
  },
  {
    protection: 'a second look before a document is made of an arrival',
    file: 'src/intake/application/receive-arrival.ts',
    find: 'if (item.isSettled) return item.snapshot();\n      const',
    replace: 'const',
    spec: 'test/contract/intake.medium-spec.ts',
  },
  {
    protection: 'a file is not forgotten for its sidecar',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'await rename(sidecar, fileOf(claim) + SIDECAR_ENDING).catch(() => undefined);',
    replace: 'await rename(sidecar, fileOf(claim) + SIDECAR_ENDING).catch(absent);',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'files that wait for their sidecars keep no place of others',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'if (problem !== undefined) {',
    replace: 'if (false) {',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'a folder that cannot be entered holds up no other',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'return (await realpath(here)) === here;\n    } catch (error) {',
    replace: 'return (await realpath(here)) === here;\n    } catch (error) {\n      throw error;',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'no folder is taken for a sidecar',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: ' || sidecar.isDirectory()',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'no folders are left of a claim that failed',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: '      await removeEmpty(folder);\n      if',
    replace: '      if',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'no empty claims are handed on',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'await removeEmpty(folder); // killed',
    replace: 'await rmdir(folder).catch(() => undefined); // killed',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'a look at a file right before it is claimed',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'now?.mark !== candidate.mark',
    replace: 'now === undefined',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'plain files only, when they are opened',
    file: 'src/intake/infrastructure/hot-folder/open-plain-file.ts',
    find: "if (!found.isFile()) throw notPlain('it is no regular file');",
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'no folder that is a link',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'if ((await realpath(dirname(source)).catch(absent)) !== dirname(source)) return undefined;',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'the claims of an instance that lives',
    file: 'src/intake/infrastructure/hot-folder/hot-folder-files.ts',
    find: 'if (marks.get(other) !== ENDED && still[at]! < afterMs) continue;',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'a file that somebody writes while it is read',
    file: 'src/intake/infrastructure/hot-folder/read-still-file.ts',
    find: 'after.size !== before.size || after.mtimeMs !== before.mtimeMs',
    replace: 'after.size < 0',
    spec: 'src/intake/infrastructure/hot-folder/hot-folder-files.medium-spec.ts',
  },
  {
    protection: 'one worker at a time at a mailbox',
    file: 'src/intake/infrastructure/sql/try-mailbox-lock.sql.ts',
    find: "pg_try_advisory_lock(hashtextextended('recordengine:mailbox:' || $1, 0))",
    replace: "('' || $1) <> 'nobody'",
    spec: 'src/intake/infrastructure/imap/mailbox-hold.medium-spec.ts',
  },
  {
    protection: 'a frozen worker loses its mailbox',
    file: 'src/intake/infrastructure/imap/mailbox-hold.ts',
    find: 'await this.client.query(`SET idle_session_timeout = ${SILENCE_MS}`);',
    spec: 'src/intake/infrastructure/imap/mailbox-hold.medium-spec.ts',
  },
  {
    protection: 'a worker at a mailbox shows that it lives',
    file: 'src/intake/infrastructure/imap/mailbox-hold.ts',
    find: 'this.#signs = setInterval(() => void this.confirm().catch(() => undefined), SIGN_MS);',
    spec: 'src/intake/infrastructure/imap/mailbox-hold.medium-spec.ts',
  },
  {
    protection: 'a look whether a file is in the store, in the transaction',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: 'if ((await this.sizeOf(sha256)) !== size) await this.send(path, sha256, size);',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'the checksum of a file that is sent to S3',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: 'Body: await readFile(path), ChecksumSHA256 }',
    replace: 'Body: await readFile(path) }',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'the checksums of parts that are sent to S3',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: ", ChecksumAlgorithm: 'SHA256' as const",
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'what is sent to S3 is what was received',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: 'found === sha256 ? null',
    replace: 'true ? null',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'the bytes of a copy from S3',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: 'if (found.sha256 !== sha256)',
    replace: 'if (false)',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'nothing is asked of an S3 store before it is known',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: 'if (!this.#isKnown) await this.recognize(QUICK_MS);',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'the marker of an S3 store is settled before it is written',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: "await this.settings.getOrSet('files_marker_to_be', randomUUID())",
    replace: 'randomUUID()',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'no transaction waits for an S3 store that hangs',
    file: 'src/documents/infrastructure/s3-file-store.ts',
    find: ', { abortSignal: AbortSignal.timeout(QUICK_MS) }',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'what an S3 store says is not told on',
    file: 'src/documents/infrastructure/s3-trouble.ts',
    find: '`${this.#name}, ${this.#status}`',
    replace: '`${this.#message}`',
    spec: 'src/documents/infrastructure/s3-file-store.medium-spec.ts',
  },
  {
    protection: 'an upload is sent to its store ahead of the transaction',
    file: 'src/documents/application/upload-document.ts',
    find: 'await input.file.prepare();',
    spec: 'src/documents/application/upload-document.spec.ts',
  },
  {
    protection: 'an arrival is sent to its store ahead of the transaction',
    file: 'src/intake/application/receive-arrival.ts',
    find: 'await staged.prepare();',
    spec: 'test/contract/intake.medium-spec.ts',
  },
  {
    protection: 'a store that is away uses up no attempts',
    file: 'src/documents/application/document-processing.ts',
    find: '{ afterSeconds: FIRST_DELAY_SECONDS, counts: false }',
    replace: '{ afterSeconds: FIRST_DELAY_SECONDS, counts: true }',
    spec: 'src/documents/application/document-processing.spec.ts',
  },
  {
    protection: 'a store that is away is no trouble of the document',
    file: 'src/extraction/application/process-new-documents.ts',
    find: "error instanceof DomainError && error.kind === 'unavailable'",
    replace: 'false',
    spec: 'src/extraction/application/process-new-documents.spec.ts',
  },
  {
    protection: 'a page is framed by those that may, and no other page is',
    file: 'src/web/http/pages.controller.ts',
    find: 'this.shell.send(response)',
    replace: 'this.shell.send(response, { mayBeFramed: true })',
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'there is no login in a frame',
    file: 'src/shared/http/page-problem.filter.ts',
    find: 'problem.status === 401 && !isFramed',
    replace: 'problem.status === 401',
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'the application runs no inline scripts',
    file: 'src/shared/http/app-shell.ts',
    find: "\"script-src 'self' 'wasm-unsafe-eval'\"",
    replace: "\"script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'\"",
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'only files of the build are given out',
    file: 'src/web/infrastructure/built-assets.ts',
    find: 'if (!names.has(name)) return undefined;',
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'the streams of the document page are bounded',
    file: 'src/documents/infrastructure/polling-document-watch.ts',
    find: 'this.#watchers >= MAX_WATCHERS || ',
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'the streams of the document page end with the service',
    file: 'src/documents/infrastructure/polling-document-watch.ts',
    find: 'for (const id of this.#watched.keys()) this.#tell(id, undefined);',
    spec: 'test/e2e/document-page.e2e-spec.ts',
  },
  {
    protection: 'refs that come from anywhere link by http and https alone',
    file: 'web/src/document/references-of.ts',
    find: "&& ['http:', 'https:'].includes(new URL(url).protocol)",
    spec: 'web/src/document/references-of.spec.ts',
  },
  {
    protection: 'the editor of refs keeps the bytes that were not touched',
    file: 'web/src/document/spliced.ts',
    find: "stored.startsWith('\\r\\n', at) ? 2 : 1",
    replace: '1',
    spec: 'web/src/document/spliced.spec.ts',
  },
  {
    protection: 'edits of two people at one time: a conflict is asked about',
    file: 'web/src/document/merge-edits.ts',
    find: "if (their === old) return 'mine';",
    replace: "return 'mine';",
    spec: 'web/src/document/merge-edits.spec.ts',
  },
  {
    protection: 'the pages show the payload of a webhook to the byte',
    file: 'web/src/webhooks/event-body.ts',
    find: 'answer.slice(found.start, found.end)',
    replace: 'JSON.stringify(JSON.parse(answer.slice(found.start, found.end)))',
    spec: 'web/src/webhooks/event-body.spec.ts',
  },
  {
    protection: 'a change to an endpoint sends only what was changed',
    file: 'web/src/webhooks/endpoint-draft.ts',
    find: 'JSON.stringify(value) !== JSON.stringify(old[name])',
    replace: 'old',
    spec: 'web/src/webhooks/endpoint-draft.spec.ts',
  },
];

const chosen = mutations.filter(
  ({ protection, file, spec }) =>
    (asked.chaos || asked.check || spec !== CHAOS) &&
    [protection, file, spec].some((text) => text.includes(asked.only)),
);
if (chosen.length === 0) throw new Error(`There is no such protection: ${asked.only}`);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (asked.check) {
  const moved = [];
  for (const { protection, file, find } of chosen) {
    if (!(await readFile(join(root, file), 'utf8')).includes(find))
      moved.push(`${protection}: not in ${file}`);
  }
  console.log(moved.join('\n') || `${chosen.length} protections can be taken out`);
  process.exit(moved.length > 0 ? 1 : 0);
}
const copy = await mkdtemp(join(tmpdir(), 're-mutations-'));
try {
  await cp(root, copy, {
    recursive: true,
    filter: (path) => !/^(node_modules|data|\.git)($|[\\/])|^dist\./.test(relative(root, path)),
  });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  await check();
} finally {
  await rm(copy, { recursive: true, force: true });
}

async function check() {
  const broken = await failedTests([...new Set(chosen.map(({ spec }) => spec))]);
  if (broken.length > 0) throw new Error(`With every protection in place, these fail:\n${broken.join('\n')}`);

  const rows = [];
  for (const { protection, file, find, replace = '', spec, seed, seconds } of chosen) {
    const path = join(copy, file);
    const source = await readFile(path, 'utf8');
    if (!source.includes(find)) {
      rows.push([protection, spec, `NOT APPLIED: "${find}" is not in ${file}`]);
      continue;
    }
    await writeFile(path, source.replaceAll(find, replace));
    const from = performance.now();
    const [first, ...others] = await failedTests([spec], seed, seconds);
    await writeFile(path, source);
    const found = first ? first + (others.length > 0 ? ` (and ${others.length} more)` : '') : 'NONE';
    rows.push([protection, spec, found]);
    console.log(`${Math.round((performance.now() - from) / 1000)} s: ${protection}: ${found}`);
  }
  console.log('\n| Protection taken out | Spec | Test that failed |\n| --- | --- | --- |');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  if (rows.some(([, , test]) => /^NO/.test(test ?? ''))) process.exitCode = 1;
}

/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} Assertion */

/** @param {string[]} specs @returns {Promise<string[]>} */
async function failedTests(specs, seed = CHAOS_SEED, seconds = CHAOS_SECONDS) {
  const report = join(copy, 'report.json');
  await rm(report, { force: true });
  const jest = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...[
        join(copy, 'node_modules/jest/bin/jest.js'),
        '--json',
        `--outputFile=${report}`,
        '--silent',
        ...specs,
      ],
    ],
    { cwd: copy, stdio: 'ignore', env: { ...process.env, CHAOS_SECONDS: seconds, CHAOS_SEED: seed } },
  );
  await once(jest, 'exit');
  /** @type {{ testResults: { message: string, assertionResults: Assertion[] }[] }} */
  const { testResults } = JSON.parse(await readFile(report, 'utf8'));
  return testResults.flatMap(({ message, assertionResults }) => {
    if (assertionResults.length === 0) throw new Error(`A spec did not run: ${message}`);
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => fullName + firstViolation(failureMessages.join('\n')));
  });
}

/** Of a chaos run: whether it noticed this, or had to fail for another reason. @param {string} message */
function firstViolation(message) {
  // eslint-disable-next-line no-control-regex -- the colours of a terminal
  const [, found] = /^\+ {4,}"(.{1,100})/m.exec(message.replaceAll(/\u001b\[\d+m/g, '')) ?? [];
  return found ? `: ${found}` : '';
}
