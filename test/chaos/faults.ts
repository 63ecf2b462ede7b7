import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosDatabase } from './chaos-database.js';
import type { Dice } from './dice.js';
import type { Fleet, Member } from './fleet.js';
import { FAULT_KINDS, type Fault, type FaultKind } from './history.js';
import { until } from '../support/until.js';
import { rest } from './rest.js';

/** They run at the same time: a process is killed while another one is frozen and PostgreSQL starts again. */
const LANES: { kinds: readonly FaultKind[]; restMs: [from: number, to: number] }[] = [
  { kinds: ['kill', 'restart'], restMs: [500, 2500] },
  { kinds: ['freeze'], restMs: [500, 6000] },
  { kinds: ['crash', 'terminate', 'cut'], restMs: [500, 2500] },
];

/** Until a process that is there again has connected. */
const PATIENCE_SECONDS = 60;

interface Broken {
  target: string;
  losesOutcomes: boolean;
  /** What else the log should tell. */
  words?: string;
}

/** Breaks processes and the database, each again and again, and leaves everything whole. */
export class Faults {
  readonly done: Fault[] = [];
  /** What is broken at the moment: one fault at a time for each process. */
  readonly #broken = new Set<Member>();

  constructor(
    private readonly fleet: Fleet,
    private readonly database: ChaosDatabase,
    private readonly leaseMs: number,
    private readonly dice: Dice,
    private readonly log: (line: string) => void,
  ) {}

  /** Every kind happens at least once, however short the time is. */
  async run(over: AbortSignal): Promise<void> {
    await Promise.all(
      LANES.map(({ kinds, restMs }) => this.lane(kinds, restMs, this.dice.of(kinds.join()), over)),
    );
  }

  /** Each kind comes before one comes twice. */
  private async lane(
    kinds: readonly FaultKind[],
    restMs: [number, number],
    dice: Dice,
    over: AbortSignal,
  ): Promise<void> {
    for (let round = 0; ; round++) {
      for (const kind of dice.shuffled(kinds)) {
        await rest(dice.between(...restMs), over);
        if (over.aborted && round > 0) return;
        await this.happen(kind, round === 0, dice);
      }
    }
  }

  private async happen(kind: FaultKind, isFirst: boolean, dice: Dice): Promise<void> {
    const from = performance.now();
    const { target, losesOutcomes, words = '' } = await this.break(kind, isFirst, dice);
    const to = performance.now();
    this.done.push({ kind, target, from, to, losesOutcomes });
    this.log(`${kind} of ${target}, whole again after ${seconds(to - from)}${words}`);
  }

  private async break(kind: FaultKind, isFirst: boolean, dice: Dice): Promise<Broken> {
    switch (kind) {
      case 'kill':
      case 'restart':
      case 'freeze':
        return this.breakProcess(kind, isFirst, dice);
      case 'crash':
        this.database.proxy.refuse(true);
        await this.database.crash();
        await pause(dice.between(0, 2500));
        this.database.proxy.refuse(false);
        return { target: 'PostgreSQL', losesOutcomes: true };
      case 'terminate': {
        const ended = await this.database.terminateBackends(() => dice.happens(0.5));
        return { target: `${ended} sessions`, losesOutcomes: true };
      }
      case 'cut': {
        await until('there is something to cut', () => this.database.proxy.connections > 0, PATIENCE_SECONDS);
        const cut = this.database.proxy.cut(() => dice.happens(0.7));
        return { target: `${cut} connections`, losesOutcomes: true };
      }
    }
  }

  /** The first of each kind hits a worker: that is where something can be lost. */
  private async breakProcess(
    kind: 'kill' | 'restart' | 'freeze',
    isFirst: boolean,
    dice: Dice,
  ): Promise<Broken> {
    const whole = this.fleet.members.filter((member) => !this.#broken.has(member));
    const member = dice.pick(isFirst ? whole.filter(({ isWorker }) => isWorker) : whole);
    this.#broken.add(member);
    try {
      const target = member.roles;
      if (kind === 'freeze') {
        member.freeze(true);
        await pause(this.leaseMs + dice.between(500, 2000));
        member.freeze(false);
        // A process without the role can hold up a worker, too: with a lock in a transaction that it has begun.
        return { target, losesOutcomes: true };
      }
      const endedMs = await member.end(kind === 'kill' ? 'SIGKILL' : 'SIGTERM');
      await member.start();
      return {
        target,
        losesOutcomes: kind === 'kill' && member.isWorker,
        words: `, of which it took ${seconds(endedMs)} to end`,
      };
    } finally {
      this.#broken.delete(member);
    }
  }
}

/** Kinds that did not happen. */
export function missingKinds(faults: readonly Fault[]): FaultKind[] {
  return FAULT_KINDS.filter((kind) => !faults.some((fault) => fault.kind === kind));
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
