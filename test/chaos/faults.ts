import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosDatabase } from './chaos-database.js';
import type { Dice } from './dice.js';
import type { Fleet } from './fleet.js';
import type { Fault, FaultKind } from './history.js';
import { rest } from './rest.js';

const OF_PROCESSES = ['kill', 'freeze', 'restart'] as const;
const OF_DATABASE = ['crash', 'terminate', 'cut'] as const;

/** Breaks processes and the database at the same time, each again and again, and leaves everything whole. */
export class Faults {
  readonly done: Fault[] = [];

  constructor(
    private readonly fleet: Fleet,
    private readonly database: ChaosDatabase,
    private readonly leaseMs: number,
    private readonly dice: Dice,
    private readonly log: (line: string) => void,
  ) {}

  async run(over: AbortSignal): Promise<void> {
    await Promise.all([
      this.lane(OF_PROCESSES, this.dice.of('processes'), over),
      this.lane(OF_DATABASE, this.dice.of('database'), over),
    ]);
  }

  /** Each kind comes before one comes twice. */
  private async lane(kinds: readonly FaultKind[], dice: Dice, over: AbortSignal): Promise<void> {
    for (;;) {
      for (const kind of dice.shuffled(kinds)) {
        await rest(dice.between(500, 2500), over);
        if (over.aborted) return;
        await this.happen(kind, dice);
      }
    }
  }

  private async happen(kind: FaultKind, dice: Dice): Promise<void> {
    const from = performance.now();
    const { target, losesOutcomes } = await this.break(kind, dice);
    const to = performance.now();
    this.done.push({ kind, target, from, to, losesOutcomes });
    this.log(`${kind} of ${target}, whole again after ${((to - from) / 1000).toFixed(1)} s`);
  }

  private async break(kind: FaultKind, dice: Dice): Promise<Pick<Fault, 'target' | 'losesOutcomes'>> {
    const { proxy } = this.database;
    const member = dice.pick(this.fleet.members);
    switch (kind) {
      case 'kill':
        await member.end('SIGKILL');
        await member.start();
        return { target: member.roles, losesOutcomes: member.isWorker };
      case 'restart':
        await member.end('SIGTERM');
        await member.start();
        return { target: member.roles, losesOutcomes: false };
      case 'freeze':
        member.freeze(true);
        await pause(this.leaseMs + dice.between(500, 2000));
        member.freeze(false);
        return { target: member.roles, losesOutcomes: member.isWorker };
      case 'crash':
        proxy.refuse(true);
        await this.database.crash();
        await pause(dice.between(0, 2500));
        proxy.refuse(false);
        return { target: 'PostgreSQL', losesOutcomes: true };
      case 'terminate': {
        const ended = await this.database.terminateBackends(() => dice.happens(0.5));
        return { target: `${ended} sessions`, losesOutcomes: true };
      }
      case 'cut': {
        const cut = proxy.cut(() => dice.happens(0.7));
        return { target: `${cut} connections`, losesOutcomes: true };
      }
    }
  }
}
