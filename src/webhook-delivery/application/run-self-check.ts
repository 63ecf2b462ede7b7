import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { SelfCheckBoard } from '../../shared/kernel/self-check-board.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { isLookDue, judgeSelfCheck, SELF_CHECKS, type SelfCheckName } from '../domain/self-check.js';
import { SelfCheckProbes } from './self-check-probes.js';

export interface SelfCheckFinding {
  check: SelfCheckName;
  ok: boolean;
  /** Null when it is well. */
  detail: string | null;
  /** When it was first seen wrong; null when it is well. */
  since: Date | null;
  /** This look found what the one before did not, or no longer finds it. */
  isNews: boolean;
}

export interface SelfCheckRun {
  findings: SelfCheckFinding[];
  /** Checks that could not be answered: what was known of them stays. */
  unanswered: { check: SelfCheckName; error: unknown }[];
}

/** Looks for what must never be. One process at a time, and what it finds is kept for all. */
@Injectable()
export class RunSelfCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly board: SelfCheckBoard,
    private readonly probes: SelfCheckProbes,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined when another process is at it */
  execute(): Promise<SelfCheckRun | undefined> {
    return this.unitOfWork.joined(async () => {
      if (!(await this.unitOfWork.run(() => this.board.tryLock()))) return undefined;
      const entries = await this.unitOfWork.run(() => this.board.read());
      const run: SelfCheckRun = { findings: [], unanswered: [] };
      for (const check of Object.keys(SELF_CHECKS) as SelfCheckName[]) {
        const before = entries[check];
        const now = this.clock.now();
        if (!isLookDue(SELF_CHECKS[check], before, now)) continue;
        try {
          const symptoms = await this.unitOfWork.run(() => this.probes.look(check, SELF_CHECKS[check]));
          const entry = judgeSelfCheck(SELF_CHECKS[check], before, symptoms, now);
          entries[check] = entry;
          run.findings.push({
            check,
            ok: entry.failingSince === null,
            detail: entry.detail,
            since: entry.failingSince === null ? null : new Date(entry.failingSince),
            isNews: (entry.failingSince === null) !== ((before?.failingSince ?? null) === null),
          });
        } catch (error) {
          run.unanswered.push({ check, error });
        }
      }
      await this.unitOfWork.run(() => this.board.write(entries));
      return run;
    });
  }
}
