import { Injectable } from '@nestjs/common';
import { DeliverySignal } from '../application/delivery-signal.js';

/** Tells this process's sequencer that an event may have been committed. A hint: the schedule alone would suffice. */
@Injectable()
export class SequencerSignal extends DeliverySignal {}
