import { InitialSchema1764000000000 } from './1764000000000-initial-schema.js';
import { DocumentApi1764100000000 } from './1764100000000-document-api.js';
import { EventFeed1764200000000 } from './1764200000000-event-feed.js';

/** In the order in which they run. */
export const migrations = [InitialSchema1764000000000, DocumentApi1764100000000, EventFeed1764200000000];
