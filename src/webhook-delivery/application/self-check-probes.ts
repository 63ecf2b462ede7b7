import type { SelfCheck, SelfCheckName, Symptom } from '../domain/self-check.js';

export abstract class SelfCheckProbes {
  /**
   * A few of the things that are wrong; none when all is well. In the open unit of work.
   * @throws when it takes longer than the check allows
   */
  abstract look(name: SelfCheckName, check: SelfCheck): Promise<Symptom[]>;
}
