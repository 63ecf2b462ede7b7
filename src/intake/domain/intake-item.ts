import { DomainError } from '../../shared/kernel/domain-error.js';
import type { IntakeChannel } from './intake-channel.js';
import type { IntakeResult } from './intake-result.js';

/** What is known of an arrival before anything is done with it. */
export interface ArrivalName {
  channel: IntakeChannel;
  /** What the source calls this arrival: the same whenever it is met again, and never that of another one. */
  sourceKey: string;
  /** Where it came in: the path of a hot folder, an account and its mailbox. */
  origin: string;
  /** For people: the file's name, with the sub-folders it came in. */
  name: string;
}

export interface IntakeItemState extends ArrivalName {
  id: number;
  /** Of the content, as far as it was received. */
  sha256: string | null;
  result: IntakeResult;
  /** Why it is not accepted; null when it is. */
  reason: string | null;
  /** How often it was tried. */
  attempts: number;
  documentId: number | null;
  retryRequestedAt: Date | null;
}

/** One thing that arrived, and what became of it. What has been accepted stays so. */
export class IntakeItem {
  private constructor(private readonly state: IntakeItemState) {}

  static restore(state: IntakeItemState): IntakeItem {
    return new IntakeItem({ ...state });
  }

  get id(): number {
    return this.state.id;
  }

  /** Whether nothing is to be done with the arrival any more, unless somebody asks for it. */
  get isSettled(): boolean {
    return this.state.result !== 'waiting';
  }

  accept(documentId: number, sha256: string): void {
    this.attempt({ result: 'accepted', reason: null, documentId, sha256 });
  }

  /** @param sha256 when it was received whole */
  refuse(reason: string, sha256: string | null): void {
    this.attempt({ result: 'failed', reason, sha256 });
  }

  /** Trouble that is not in what arrived. */
  postpone(reason: string): void {
    this.attempt({ result: 'waiting', reason });
  }

  /** @throws intake_item_accepted */
  askAgain(now: Date): void {
    if (this.state.result === 'accepted') {
      throw new DomainError(
        'conflict',
        'intake_item_accepted',
        `Item ${this.state.id} was accepted: it is document ${this.state.documentId}. There is nothing to try again.`,
      );
    }
    Object.assign(this.state, { result: 'waiting', retryRequestedAt: now });
  }

  snapshot(): IntakeItemState {
    return { ...this.state };
  }

  private attempt(outcome: Partial<IntakeItemState>): void {
    if (this.isSettled) throw new Error(`Item ${this.state.id} is ${this.state.result} already`);
    Object.assign(this.state, outcome, { attempts: this.state.attempts + 1, retryRequestedAt: null });
  }
}
