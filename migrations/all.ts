import { InitialSchema1764000000000 } from './1764000000000-initial-schema.js';
import { DocumentApi1764100000000 } from './1764100000000-document-api.js';
import { EventFeed1764200000000 } from './1764200000000-event-feed.js';
import { EndpointHealth1764250000000 } from './1764250000000-endpoint-health.js';
import { LedgerAndRetention1764300000000 } from './1764300000000-ledger-and-retention.js';
import { Claims1764430000000 } from './1764430000000-claims.js';
import { Replays1764440000000 } from './1764440000000-replays.js';
import { AnnouncedHealth1764450000000 } from './1764450000000-announced-health.js';
import { WeeksThatCannotBeMade1764460000000 } from './1764460000000-weeks-that-cannot-be-made.js';
import { ClaimsHoldTheirIds1764470000000 } from './1764470000000-claims-hold-their-ids.js';
import { ExternalRefKeys1764480000000 } from './1764480000000-external-ref-keys.js';
import { VacuumOfParkedAndReplays1764490000000 } from './1764490000000-vacuum-of-parked-and-replays.js';
import { LateReplays1764491000000 } from './1764491000000-late-replays.js';
import { ResentDeliveries1764492000000 } from './1764492000000-resent-deliveries.js';
import { SlotBook1764498000000 } from './1764498000000-slot-book.js';
import { ExtractionProfiles1764500000000 } from './1764500000000-extraction-profiles.js';
import { Intake1764600000000 } from './1764600000000-intake.js';
import { DocumentVersions1764620000000 } from './1764620000000-document-versions.js';
import { ProfileNames1764650000000 } from './1764650000000-profile-names.js';
import { Users1764700000000 } from './1764700000000-users.js';
import { Audit1764710000000 } from './1764710000000-audit.js';
import { ParkedRevisions1764720000000 } from './1764720000000-parked-revisions.js';
import { RefSystems1764730000000 } from './1764730000000-ref-systems.js';

/** In the order in which they run. */
export const migrations = [
  InitialSchema1764000000000,
  DocumentApi1764100000000,
  EventFeed1764200000000,
  EndpointHealth1764250000000,
  LedgerAndRetention1764300000000,
  Claims1764430000000,
  Replays1764440000000,
  AnnouncedHealth1764450000000,
  WeeksThatCannotBeMade1764460000000,
  ClaimsHoldTheirIds1764470000000,
  ExternalRefKeys1764480000000,
  VacuumOfParkedAndReplays1764490000000,
  LateReplays1764491000000,
  ResentDeliveries1764492000000,
  SlotBook1764498000000,
  ExtractionProfiles1764500000000,
  Intake1764600000000,
  DocumentVersions1764620000000,
  ProfileNames1764650000000,
  Users1764700000000,
  Audit1764710000000,
  ParkedRevisions1764720000000,
  RefSystems1764730000000,
];
