import { DomainError } from '../../../src/shared/kernel/domain-error.js';
import type { ClaimedDelivery } from '../../../src/webhook-delivery/application/delivery-queue.js';
import type { AttemptResult } from '../../../src/webhook-delivery/domain/classify-answer.js';
import type { Verdict } from '../../../src/webhook-delivery/domain/endpoint-health.js';
import type { DeliveryRow } from './delivery-world.js';

/** A claim in the hands of a worker, until it is settled or given back. */
export interface Ticket {
  readonly claim: ClaimedDelivery;
  readonly worker: number;
  result: AttemptResult | undefined;
  /** Its lease has been made to run out; somebody may have taken it over. */
  lapsed: boolean;
  /** The delivery is known to be somebody else's, or nobody's. */
  stale: boolean;
  /** It is being settled or given back at this moment. */
  leaving: boolean;
}

interface Receiver {
  readonly name: string;
  readonly maxInFlight: number;
  enabled: boolean;
  removed: boolean;
}

const FINAL = new Set(['delivered', 'superseded', 'cancelled']);
const UNFINISHED = new Set(['pending', 'delivering', 'parked']);

/**
 * What must hold whatever happens, from what callers were told and what receivers got. It knows nothing of how the
 * queue decides: it never says what is claimed next or what a failure leads to, only what may not be.
 */
export class DeliveryModel {
  readonly receivers = new Map<number, Receiver>();
  /** As of the last check. */
  rows: readonly DeliveryRow[] = [];
  #health: ReadonlyMap<number, string> = new Map();
  readonly #story: string[] = [];
  readonly #revisions = new Map<number, number>();
  readonly #exports = new Map<number, Promise<void>>();
  readonly #accepted = new Map<number, number>();
  readonly #attempts = new Map<string, number>();
  readonly #delivered = new Set<string>();
  /** A person has sent these again: they may arrive in any order. */
  readonly #outsideOrder = new Set<string>();
  /** Endpoint and document: what has arrived, and what of it by itself, in the order in which it first did. */
  readonly #arrived = new Map<string, { all: Set<number>; inOrder: number[] }>();
  #tickets: Ticket[] = [];
  #step = new Step();

  constructor(endpoints: readonly { id: number; maxInFlight: number }[]) {
    for (const [index, { id, maxInFlight }] of endpoints.entries()) {
      const name = `e${index + 1}`;
      this.receivers.set(id, { name, maxInFlight, enabled: true, removed: false });
    }
  }

  fail(what: string): never {
    const story = this.#story.map((line, index) => `  ${index + 1}. ${line}`).join('\n');
    throw new Error(`${what}\n\nWhat happened:\n${story}`);
  }

  tell(line: string): void {
    this.#story.push(line);
  }

  /** What waited or was parked when somebody sent it again says so, too, and is still the same delivery. */
  #isCopy({ isResend, deliveryId }: ClaimedDelivery): boolean {
    return isResend && this.rows.find((row) => row.deliveryId === deliveryId)?.resendOf !== null;
  }

  nameOf(claim: ClaimedDelivery): string {
    const { documentId, revision } = whatIsIn(claim);
    return `${this.#receiver(claim.endpointId).name} d${documentId}r${revision}${claim.isResend ? ' again' : ''}`;
  }

  nameOfRow({ endpointId, documentId, revision, resendOf }: DeliveryRow): string {
    return `${this.#receiver(endpointId).name} d${documentId}r${revision}${resendOf ? ' again' : ''}`;
  }

  // --- What callers were told ---

  /** Exports of one document take turns, as they do behind the lock of the document. */
  exporting(documentId: number, append: (revision: number) => Promise<void>): Promise<void> {
    const before = this.#exports.get(documentId) ?? Promise.resolve();
    const run = before.then(async () => {
      const revision = (this.#revisions.get(documentId) ?? 0) + 1;
      const may = [...this.receivers].filter(([, { removed }]) => !removed).map(([id]) => id);
      await append(revision);
      this.#revisions.set(documentId, revision);
      this.tell(`document ${documentId} is exported as revision ${revision}`);
      this.#step.exports.push({ documentId, revision, may });
    });
    this.#exports.set(
      documentId,
      run.catch(() => undefined),
    );
    return run;
  }

  claimed(worker: number, limit: number, claims: readonly ClaimedDelivery[]): Ticket[] {
    const names = claims.map((claim) => this.nameOf(claim)).join(', ');
    if (names) this.tell(`worker ${worker} claims ${limit}: ${names}`);
    if (claims.length > limit) this.fail(`${claims.length} were claimed, of ${limit} at most`);
    const tickets = claims.map((claim): Ticket => {
      const receiver = this.#receiver(claim.endpointId);
      const name = this.nameOf(claim);
      if (this.#delivered.has(claim.deliveryId)) this.fail(`${name} was claimed after it was delivered`);
      if (this.#step.alone) {
        const before = this.rows.find(({ deliveryId }) => deliveryId === claim.deliveryId);
        if (before?.state !== 'pending') this.fail(`${name} was claimed though it was ${before?.state}`);
        if (!before.isDue && !claim.isProbe) this.fail(`${name} was claimed before it was due`);
        if (!receiver.enabled || receiver.removed)
          this.fail(`${name} was claimed though nobody is to get it`);
      }
      return { claim, worker, result: undefined, lapsed: false, stale: false, leaving: false };
    });
    this.#tickets.push(...tickets);
    this.#step.touch(claims.map(({ deliveryId }) => deliveryId));
    for (const [id, { name, maxInFlight }] of this.receivers) {
      const out = this.#tickets.filter(
        ({ claim, lapsed, stale, leaving }) => claim.endpointId === id && !lapsed && !stale && !leaving,
      ).length;
      if (out > maxInFlight)
        this.fail(`${name} has ${out} requests at the same time, of ${maxInFlight} at most`);
    }
    return tickets;
  }

  /** A send starts only within its lease. */
  sendable(worker: number): Ticket[] {
    return this.#tickets.filter(
      (each) => each.worker === worker && !each.result && !each.lapsed && !each.stale && !each.leaving,
    );
  }

  sent(ticket: Ticket, result: AttemptResult): void {
    const { claim } = ticket;
    ticket.result = result;
    this.tell(`worker ${ticket.worker} sends ${this.nameOf(claim)}: ${result.kind}`);
    if (result.kind !== 'success') return;
    const { documentId, revision } = whatIsIn(claim);
    const key = `${claim.endpointId} ${documentId}`;
    const { all, inOrder } = this.#arrived.get(key) ?? { all: new Set(), inOrder: [] };
    this.#arrived.set(key, { all: all.add(revision), inOrder });
    if (this.#isCopy(claim) || this.#outsideOrder.has(claim.deliveryId) || inOrder.includes(revision)) return;
    const highest = Math.max(...inOrder);
    if (highest > revision)
      this.fail(`${this.nameOf(claim)} arrived for the first time after revision ${highest}`);
    inOrder.push(revision);
  }

  /**
   * Some of what the worker has sent, or has not sent, stale ones too; from now on being settled or given back. Of one
   * delivery that it has claimed twice, the later claim.
   */
  take(worker: number, count: number, isSent: boolean): Ticket[] {
    const may = this.#tickets.filter(
      (each) => each.worker === worker && !each.leaving && (each.result !== undefined) === isSent,
    );
    const taken = [...new Map(may.map((each) => [each.claim.deliveryId, each])).values()].slice(0, count);
    for (const ticket of taken) ticket.leaving = true;
    return taken;
  }

  settled(tickets: readonly Ticket[], verdicts: ReadonlyMap<string, Verdict>): void {
    const told = tickets.map((ticket) => {
      const verdict = verdicts.get(ticket.claim.deliveryId);
      return `${this.nameOf(ticket.claim)} ${verdict?.kind ?? 'is not its own'}`;
    });
    if (tickets.length === 0) return;
    this.tell(`worker ${tickets[0]!.worker} settles: ${told.join(', ')}`);
    this.#step.wasStale = tickets.every(({ stale }) => stale);
    for (const ticket of tickets) {
      const { claim, result, stale } = ticket;
      const verdict = verdicts.get(claim.deliveryId);
      const name = this.nameOf(claim);
      this.#drop(ticket);
      if (!verdict) {
        if (!stale) this.#step.unsettled.push(ticket);
        continue;
      }
      if (stale) this.fail(`${name} was settled by worker ${ticket.worker}, who had lost it`);
      if ((verdict.kind === 'delivered') !== (result!.kind === 'success'))
        this.fail(`${name} is taken for ${verdict.kind} after ${result!.kind}`);
      this.#attempts.set(claim.deliveryId, this.#attemptsOf(claim.deliveryId) + 1);
      if (verdict.kind === 'delivered') this.#delivered.add(claim.deliveryId);
      this.#step.verdicts.set(claim.deliveryId, verdict);
      this.#step.touch([claim.deliveryId]);
    }
    const strangers = [...verdicts.keys()].filter(
      (id) => !tickets.some(({ claim }) => claim.deliveryId === id),
    );
    if (strangers.length > 0) this.fail(`A verdict came back about something else: ${strangers.join()}`);
  }

  released(tickets: readonly Ticket[]): void {
    if (tickets.length === 0) return;
    this.tell(
      `worker ${tickets[0]!.worker} gives back: ${tickets.map(({ claim }) => this.nameOf(claim)).join(', ')}`,
    );
    for (const ticket of tickets) {
      this.#drop(ticket);
      if (ticket.stale) continue;
      this.#step.released.push(ticket);
      this.#step.touch([ticket.claim.deliveryId]);
    }
  }

  /** @returns what the worker holds */
  freeze(worker: number): ClaimedDelivery[] {
    const held = this.#tickets.filter((each) => each.worker === worker);
    for (const ticket of held) ticket.lapsed = true;
    if (held.length > 0) this.tell(`worker ${worker} sleeps past its leases`);
    return held.map(({ claim }) => claim);
  }

  recovered(count: number): void {
    if (count > 0) this.tell(`${count} taken over`);
    this.#step.recovered += count;
    this.#step.touch(this.#tickets.filter(({ lapsed }) => lapsed).map(({ claim }) => claim.deliveryId));
  }

  turned(endpointId: number, enabled: boolean): void {
    const receiver = this.#receiver(endpointId);
    receiver.enabled = enabled;
    this.tell(`${receiver.name} is turned ${enabled ? 'on' : 'off'}`);
    this.#touchAllOf([endpointId]);
  }

  removed(endpointId: number): void {
    const receiver = this.#receiver(endpointId);
    receiver.removed = true;
    this.tell(`${receiver.name} is deleted`);
    this.#touchAllOf([endpointId]);
  }

  tidied(): void {
    this.tell('the jobs put what is misplaced in its place');
    this.#touchAllOf([...this.receivers.keys()]);
  }

  resending({ deliveryId, state }: DeliveryRow): void {
    // One that waits stays in the order. When several things happen, it may have been parked in between.
    if (state === 'parked' || !this.#step.alone) this.#outsideOrder.add(deliveryId);
  }

  /** @param answer the id of what goes out, or the refusal */
  resent(row: DeliveryRow, answer: string | DomainError): void {
    this.tell(
      `${this.nameOfRow(row)} (${row.state}) is to be sent again: ${answer instanceof DomainError ? answer.code : 'yes'}`,
    );
    if (typeof answer === 'string') {
      this.#step.touch([answer]);
      if (answer !== row.deliveryId) this.#step.copies.set(answer, row);
    }
    if (!this.#step.alone) return;
    const isSame = row.state === 'pending' || row.state === 'parked';
    const isElsewhere = this.rows.some(
      (other) =>
        other.eventId === row.eventId && other.endpointId === row.endpointId && UNFINISHED.has(other.state),
    );
    const expected =
      row.state === 'delivering'
        ? 'delivery_under_way'
        : this.#receiver(row.endpointId).removed
          ? 'endpoint_deleted'
          : !isSame && isElsewhere
            ? 'delivery_unfinished'
            : undefined;
    const code = answer instanceof DomainError ? answer.code : undefined;
    if (code !== expected)
      this.fail(`The resend was answered ${code ?? 'yes'} instead of ${expected ?? 'yes'}`);
    if (!code && (answer === row.deliveryId) !== isSame)
      this.fail(`The resend of a ${row.state} one is another one`);
  }

  cancelled(row: DeliveryRow, refusal: DomainError | undefined): void {
    this.tell(`${this.nameOfRow(row)} (${row.state}) is cancelled: ${refusal?.code ?? 'yes'}`);
    if (!refusal) this.#step.cancelled.add(row.deliveryId);
    this.#step.touch([row.deliveryId]);
    if (!this.#step.alone) return;
    const expected =
      row.state === 'delivering'
        ? 'delivery_under_way'
        : row.state === 'delivered' || row.state === 'superseded'
          ? 'delivery_finished'
          : undefined;
    if (refusal?.code !== expected)
      this.fail(`Cancelling was answered ${refusal?.code} instead of ${expected}`);
  }

  // --- What must hold between steps ---

  /** @param alone whether one thing happens, or several at once */
  begin(alone: boolean): void {
    this.#step = new Step();
    this.#step.alone = alone;
  }

  check(rows: readonly DeliveryRow[], health: ReadonlyMap<number, string>): void {
    const before = new Map(this.rows.map((row) => [row.deliveryId, row]));
    const after = new Map(rows.map((row) => [row.deliveryId, row]));
    if (after.size < rows.length) this.fail('A delivery is in two places');
    for (const [id, row] of before) if (!after.has(id)) this.fail(`${this.nameOfRow(row)} is lost`);
    this.#checkNew(rows.filter(({ deliveryId }) => !before.has(deliveryId)));
    for (const row of rows) this.#checkChange(before.get(row.deliveryId), row);
    this.#checkClaims(after);
    this.#checkAttempts(rows);
    for (const [id, { name, maxInFlight }] of this.receivers) {
      const there = rows.filter(({ endpointId }) => endpointId === id);
      const accepted = this.#accepted.get(id) ?? 0;
      if (there.length !== accepted)
        this.fail(`${name} has ${there.length} deliveries, of ${accepted} accepted`);
      // A lease that has run out takes up no place, taken over or not.
      const lapsed = new Set(
        this.#tickets.filter((each) => each.lapsed).map(({ claim }) => claim.claimToken),
      );
      const out = there.filter(({ claimToken }) => claimToken !== null && !lapsed.has(claimToken)).length;
      if (out > maxInFlight) this.fail(`${name} has ${out} claimed, of ${maxInFlight} at most`);
    }
    this.#checkUnfinished(rows.filter(({ state }) => UNFINISHED.has(state)));
    if (this.#step.alone && this.#step.wasStale)
      for (const [id, { name }] of this.receivers)
        if (health.get(id) !== this.#health.get(id))
          this.fail(`A worker who had lost it changed the health of ${name}`);
    this.rows = rows;
    this.#health = health;
  }

  checkLedger(ledger: ReadonlyMap<number, Readonly<Record<string, unknown>>>): void {
    for (const [id, { name }] of this.receivers) {
      const counted: Record<string, number> = { accepted: this.#accepted.get(id) ?? 0 };
      for (const { endpointId, state } of this.rows)
        if (endpointId === id) counted[state] = (counted[state] ?? 0) + 1;
      const states = ['accepted', 'pending', 'delivering', 'parked', 'delivered', 'superseded', 'cancelled'];
      for (const state of states)
        if (Number(ledger.get(id)?.[state]) !== (counted[state] ?? 0))
          this.fail(
            `The ledger of ${name} says ${String(ledger.get(id)?.[state])} ${state}, not ${counted[state] ?? 0}`,
          );
    }
  }

  /** When everything has been well for long enough. */
  checkDrained(): void {
    const left = this.rows.filter(
      ({ state, reason }) => UNFINISHED.has(state) && reason !== 'retries_exhausted',
    );
    if (left.length > 0) this.fail(`Still unfinished: ${left.map((row) => this.nameOfRow(row)).join(', ')}`);
    for (const row of this.rows) {
      const { endpointId, documentId, revision, state } = row;
      const arrived = this.#arrived.get(`${endpointId} ${documentId}`)?.all;
      if (
        state === 'superseded' &&
        !this.rows.some((other) => isLater(other, row) && other.resendOf === null)
      )
        this.fail(`${this.nameOfRow(row)} is superseded by nothing`);
      if (state === 'delivered' && !arrived?.has(revision))
        this.fail(`${this.nameOfRow(row)} is delivered and has not arrived`);
    }
  }

  #checkNew(rows: readonly DeliveryRow[]): void {
    for (const row of rows) {
      this.#accepted.set(row.endpointId, (this.#accepted.get(row.endpointId) ?? 0) + 1);
      if (row.resendOf !== null) {
        if (!this.#step.copies.delete(row.deliveryId)) this.fail(`${this.nameOfRow(row)} is invented`);
        continue;
      }
      const made = this.#step.exports.find(
        ({ documentId, revision }) => documentId === row.documentId && revision === row.revision,
      );
      const index = made?.may.indexOf(row.endpointId) ?? -1;
      if (index < 0) this.fail(`${this.nameOfRow(row)} is invented`);
      made!.may.splice(index, 1);
    }
    for (const { documentId, revision, may } of this.#step.exports)
      for (const id of may)
        // One that is deleted at the same moment may get it or not.
        if (!this.#receiver(id).removed)
          this.fail(`${this.#receiver(id).name} d${documentId}r${revision} is lost`);
    for (const row of this.#step.copies.values())
      this.fail(`The new delivery of ${this.nameOfRow(row)} is lost`);
  }

  #checkChange(before: DeliveryRow | undefined, row: DeliveryRow): void {
    const name = this.nameOfRow(row);
    const { alone, verdicts, cancelled, touched } = this.#step;
    const hasChanged =
      !before ||
      before.state !== row.state ||
      before.reason !== row.reason ||
      before.attempts !== row.attempts;
    if (before && FINAL.has(before.state) && hasChanged)
      this.fail(`${name} was ${before.state} and is ${row.state}, or its attempts have changed`);
    if (alone && before && hasChanged && !touched.has(row.deliveryId))
      this.fail(`${name} went from ${before.state} to ${row.state} by itself`);
    const isRemoved = this.#receiver(row.endpointId).removed;
    if (
      row.state === 'delivered' &&
      before?.state !== 'delivered' &&
      verdicts.get(row.deliveryId)?.kind !== 'delivered'
    )
      this.fail(`${name} is delivered, which nobody has said`);
    if (
      row.state === 'cancelled' &&
      before?.state !== 'cancelled' &&
      !cancelled.has(row.deliveryId) &&
      !isRemoved
    )
      this.fail(`${name} is cancelled, which nobody has said`);
    const verdict = verdicts.get(row.deliveryId)?.kind;
    if (verdict === 'delivered' || verdict === 'superseded' || (alone && verdict === 'parked')) {
      if (row.state !== verdict) this.fail(`${name} is ${row.state}, and its worker was told ${verdict}`);
    } else if (alone && verdict && row.state !== 'pending') {
      this.fail(`${name} is ${row.state}, and its worker was told ${verdict}`);
    }
  }

  /** Whoever holds a claim, and whoever is said to hold one, are the same. */
  #checkClaims(rows: ReadonlyMap<string, DeliveryRow>): void {
    const live = new Set<string>();
    for (const ticket of [...this.#tickets, ...this.#step.unsettled]) {
      const { claim, lapsed, stale } = ticket;
      const row = rows.get(claim.deliveryId);
      if (row?.state === 'delivering' && row.claimToken === claim.claimToken) {
        if (stale)
          this.fail(`${this.nameOf(claim)} belongs again to worker ${ticket.worker}, who had lost it`);
        live.add(claim.deliveryId);
        continue;
      }
      if (stale) continue;
      ticket.stale = true;
      const isRemoved = row?.state === 'cancelled' && this.#receiver(claim.endpointId).removed;
      if (isRemoved && !lapsed) continue;
      if (!lapsed) this.fail(`${this.nameOf(claim)} was taken from worker ${ticket.worker} within its lease`);
      this.#step.lost(claim.deliveryId, !isRemoved);
    }
    for (const { claim, lapsed } of this.#step.released) if (lapsed) this.#step.lost(claim.deliveryId, false);
    for (const ticket of this.#step.unsettled)
      if (!ticket.stale) this.fail(`${this.nameOf(ticket.claim)} was not settled by its owner`);
    for (const row of rows.values())
      if (row.state === 'delivering' && !live.has(row.deliveryId))
        this.fail(`${this.nameOfRow(row)} is being sent by nobody`);
  }

  /** Every send that was settled counts, and every one that was lost. */
  #checkAttempts(rows: readonly DeliveryRow[]): void {
    let takenOver = 0;
    for (const row of rows) {
      const lost = row.attempts - this.#attemptsOf(row.deliveryId);
      const { must, may } = this.#step.takenOver.get(row.deliveryId) ?? { must: 0, may: 0 };
      if (lost < must || lost > may)
        this.fail(
          `${this.nameOfRow(row)} has ${row.attempts} attempts, of ${this.#attemptsOf(row.deliveryId)} settled`,
        );
      this.#attempts.set(row.deliveryId, row.attempts);
      takenOver += lost;
    }
    if (takenOver !== this.#step.recovered)
      this.fail(`${takenOver} were taken over, not ${this.#step.recovered}`);
  }

  #checkUnfinished(rows: readonly DeliveryRow[]): void {
    const seen = new Set<string>();
    for (const row of rows) {
      const key = `${row.endpointId} ${row.eventId}`;
      if (seen.has(key)) this.fail(`${this.nameOfRow(row)} is unfinished twice`);
      seen.add(key);
      if (row.state !== 'delivering' || row.resendOf !== null || this.#outsideOrder.has(row.deliveryId))
        continue;
      const lower = rows.find(
        (other) =>
          isLater(row, other) &&
          other.resendOf === null &&
          other.state !== 'parked' &&
          !this.#outsideOrder.has(other.deliveryId),
      );
      if (lower) this.fail(`${this.nameOfRow(row)} is being sent before ${this.nameOfRow(lower)}`);
    }
  }

  #attemptsOf(deliveryId: string): number {
    return this.#attempts.get(deliveryId) ?? 0;
  }

  #touchAllOf(endpointIds: readonly number[]): void {
    this.#step.touch(
      this.rows
        .filter(({ endpointId }) => endpointIds.includes(endpointId))
        .map(({ deliveryId }) => deliveryId),
    );
  }

  #drop(ticket: Ticket): void {
    this.#tickets = this.#tickets.filter((other) => other !== ticket);
  }

  #receiver(id: number): Receiver {
    return this.receivers.get(id) ?? this.fail(`There is no endpoint ${id}`);
  }
}

/** What was said since the last check. */
class Step {
  alone = true;
  recovered = 0;
  /** All that was settled had been lost before. */
  wasStale = false;
  readonly exports: { documentId: number; revision: number; may: number[] }[] = [];
  readonly verdicts = new Map<string, Verdict>();
  readonly copies = new Map<string, DeliveryRow>();
  readonly cancelled = new Set<string>();
  readonly unsettled: Ticket[] = [];
  readonly released: Ticket[] = [];
  readonly touched = new Set<string>();
  readonly takenOver = new Map<string, { must: number; may: number }>();

  touch(deliveryIds: readonly string[]): void {
    for (const id of deliveryIds) this.touched.add(id);
  }

  lost(deliveryId: string, isCertain: boolean): void {
    const { must, may } = this.takenOver.get(deliveryId) ?? { must: 0, may: 0 };
    this.takenOver.set(deliveryId, { must: must + (isCertain ? 1 : 0), may: may + 1 });
  }
}

function isLater(row: DeliveryRow, other: DeliveryRow): boolean {
  return (
    row.endpointId === other.endpointId &&
    row.documentId === other.documentId &&
    row.revision > other.revision
  );
}

function whatIsIn(claim: ClaimedDelivery): { documentId: number; revision: number } {
  return JSON.parse(claim.body) as { documentId: number; revision: number };
}
