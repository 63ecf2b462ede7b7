import { BareLoop } from './contenders/bare-loop.mjs';
import { peers } from './contenders/peers.mjs';
import { RecordEngine } from './contenders/record-engine.mjs';
import { ratioFinding } from './lib/finding.mjs';
import { Redis } from './lib/redis.mjs';

const OF_BARE = { target: 0.5, stretch: 0.6 };
const OF_PEER = { target: 1.3, stretch: 1.5 };

/**
 * All contenders, one after the other, round by round: what slows the machine down for a while slows all of them. The bare
 * loop, which is over in seconds, runs before and after the service and is compared with the mean of both.
 * @param {import('./lib/world.mjs').World} world @param {(line: string) => void} say
 */
export async function measureThroughput(world, say) {
  const bare = new BareLoop(world);
  const engine = new RecordEngine(world);
  for (const contender of [bare, engine]) {
    say(`prepares ${contender.name}`);
    await contender.prepare();
  }
  const { others, absent } = await preparePeers(world, say);
  const contenders = [bare, engine, ...others];
  /** @type {number[]} */
  const bareMeans = [];
  /** @type {Map<string, number[]>} by name, in the order of the rounds */
  const rates = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= world.options.rounds; round++) {
    const runs = [];
    for (const contender of [bare, engine, bare, ...others]) {
      const rate = await contender.run();
      runs.push(rate);
      rates.get(contender.name)?.push(rate);
      say(`round ${round}: ${contender.name} ${Math.round(rate)}/s`);
    }
    bareMeans.push((runs[0] + runs[2]) / 2);
  }

  const of = (/** @type {{ name: string }} */ { name }) => /** @type {number[]} */ (rates.get(name));
  const overBare = of(engine).map((rate, round) => rate / bareMeans[round]);
  const durable = others.filter((peer) => peer.durable);
  const overFastest = of(engine).map(
    (rate, round) => rate / Math.max(...durable.map((peer) => of(peer)[round])),
  );
  return {
    contenders: contenders.map((contender) => ({
      name: contender.name,
      version: contender.version,
      how: contender.describe(),
      rates: of(contender),
    })),
    absent,
    findings: [
      ratioFinding('Throughput, against the bare loop', overBare, OF_BARE),
      ratioFinding('Throughput, against the fastest peer of each round', overFastest, OF_PEER),
    ],
  };
}

/**
 * What needs something of the machine does not take the others along.
 * @param {import('./lib/world.mjs').World} world @param {(line: string) => void} say
 */
async function preparePeers(world, say) {
  const others = [];
  /** @type {{ name: string, why: string }[]} */
  const absent = [];
  if (Redis.program() === undefined) absent.push({ name: 'BullMQ', why: 'it needs Redis' });
  for (const peer of peers(world)) {
    say(`prepares ${peer.name}`);
    try {
      await peer.prepare();
      others.push(peer);
    } catch (error) {
      if (world.closing || !peer.optional) throw error;
      say(`${peer.name} does not take part: ${String(error)}`);
      absent.push({ name: peer.name, why: 'it could not be prepared' });
    }
  }
  return { others, absent };
}
