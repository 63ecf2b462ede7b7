export interface EventView {
  eventId: string;
  event: string;
  documentId: number | null;
  revision: number | null;
  createdAt: Date;
  /** Null until the sequencer has seen it. */
  position: number | null;
  /** The webhook's JSON text. */
  body: string;
}

export abstract class EventQueries {
  /** In the order of positions, those above `after`. */
  abstract list(after: number, limit: number): Promise<EventView[]>;
  /** The same from the end: the highest positions above `after`, the highest first. */
  abstract newest(after: number, limit: number): Promise<EventView[]>;
  abstract get(eventId: string): Promise<EventView | undefined>;
  /** The lowest position that is kept, or the one that comes next when none is. */
  abstract oldestPosition(): Promise<number>;
}
