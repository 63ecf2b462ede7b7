import { BareLoop } from './contenders/bare-loop.mjs';
import { peers } from './contenders/peers.mjs';
import { RecordEngine } from './contenders/record-engine.mjs';

/**
 * All contenders, one after the other, round by round: what slows the machine down for a while slows all of them.
 * @param {import('./lib/world.mjs').World} world @param {(line: string) => void} say
 */
export async function measureThroughput(world, say) {
  const contenders = [new BareLoop(world), new RecordEngine(world), ...peers(world)];
  for (const contender of contenders) {
    say(`prepares ${contender.name}`);
    await contender.prepare();
  }
  /** @type {Record<string, number>[]} */
  const rounds = [];
  for (let number = 1; number <= world.options.rounds; number++) {
    /** @type {Record<string, number>} */
    const round = {};
    for (const contender of contenders) round[contender.name] = await contender.run();
    rounds.push(round);
    const shown = Object.entries(round).map(([name, rate]) => `${name} ${Math.round(rate)}/s`);
    say(`round ${number}: ${shown.join(', ')}`);
  }
  return {
    contenders: contenders.map((contender) => ({
      name: contender.name,
      version: contender.version,
      how: contender.describe(),
      rates: rounds.map((round) => round[contender.name]),
    })),
    overBare: rounds.map((round) => round.RecordEngine / round['bare undici loop']),
    overPeers: rounds.map((round) => round.RecordEngine / Math.max(...peerRates(round))),
  };
}

/** @param {Record<string, number>} round */
function peerRates(round) {
  return Object.entries(round).flatMap(([name, rate]) =>
    name === 'RecordEngine' || name === 'bare undici loop' ? [] : [rate],
  );
}
