import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { ArrivalName } from '../domain/intake-item.js';

/** Something that a channel has met and that is still at its source. */
export interface Arrival extends ArrivalName {
  /**
   * Called when it is to be taken in, not for what is settled already. A `DomainError` refuses the arrival for good,
   * `ArrivalUnreadable` for the moment; so do errors while the content is read.
   */
  open(): Promise<ArrivedContent>;
}

export interface ArrivedContent {
  /** As it came; it is cleaned here. */
  filename: string;
  /** Read once, to its end. */
  content: AsyncIterable<Uint8Array>;
  contactId: number;
  /** Undefined: the contact's folder `Documents`. */
  folderId: number | undefined;
  /** Undefined: the contact's, else the default. */
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
  close(): Promise<void>;
}
