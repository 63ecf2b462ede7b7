import type { OperatorAction } from '../domain/operator-action.js';

export interface OperatorActionRecord {
  actor: string;
  action: OperatorAction;
  endpointId?: number | undefined;
  deliveryId?: string | undefined;
  replayId?: number | undefined;
  /** Never a secret. */
  detail?: Record<string, string | number | boolean | string[]> | undefined;
}

export interface OperatorActionView {
  id: number;
  at: Date;
  actor: string;
  action: OperatorAction;
  endpointId: number | null;
  deliveryId: string | null;
  replayId: number | null;
  detail: Record<string, unknown>;
}

export abstract class OperatorActions {
  /**
   * Within the transaction of the action. What is done to a delivery of a document is in the document's history, too.
   */
  abstract record(action: OperatorActionRecord): Promise<void>;
  /** Newest first. */
  abstract list(
    endpointId: number | undefined,
    limit: number,
    before?: number,
  ): Promise<OperatorActionView[]>;
}
