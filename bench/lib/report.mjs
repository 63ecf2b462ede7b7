import { nodeFlags } from './paths.mjs';
import { describeMachine } from './machine.mjs';
import { showSpread } from './finding.mjs';
import { BODY_BYTES } from '../contenders/body.mjs';

/**
 * docs/benchmarks.md, but for what `npm run bench:pages` writes.
 * @param {object} run
 * @param {string} run.postgres its version
 * @param {import('./options.mjs').Options} run.options
 * @param {Awaited<ReturnType<import('../throughput.mjs').measureThroughput>> | undefined} run.throughput
 * @param {import('./finding.mjs').Finding[]} run.findings
 * @param {number} run.minutes
 */
export function report({ postgres, options, throughput, findings, minutes }) {
  const machine = describeMachine();
  const all = throughput ? [...throughput.findings, ...findings] : findings;
  const missed = all.filter(({ met }) => met === false).length;
  return (
    [
      '# Benchmarks',
      'Written by `npm run bench:delivery`; run it on your machine, the ratios say more than the numbers.',
      `${new Date().toISOString().slice(0, 10)}, ${Math.ceil(minutes)} minutes. ${machine.cpu}, ${machine.memory}, ${machine.system}, ` +
        `Node ${machine.node} (${nodeFlags.join(' ')}), PostgreSQL ${postgres} as the service brings it, fsync on.` +
        (options.scale < 1
          ? ' **A quick run with small numbers: it shows that everything works, and nothing else.**'
          : ''),
      '## Targets',
      `${all.length - missed} of ${all.length} met${missed > 0 ? '; those that are not say so' : ''}.`,
      table(
        ['What', 'Measured', 'Target', ''],
        all.map(({ what, measured, target, met }) => [
          what,
          measured,
          target,
          met === null ? 'not measured' : met ? 'met' : '**not met**',
        ]),
      ),
      ...(throughput ? throughputPart(throughput, options) : []),
      ...HOW,
    ].join('\n\n') + '\n'
  );
}

/**
 * @param {Awaited<ReturnType<import('../throughput.mjs').measureThroughput>>} throughput
 * @param {import('./options.mjs').Options} options
 */
function throughputPart({ contenders, absent }, options) {
  return [
    '## Throughput',
    `${options.deliveries.toLocaleString('en')} webhooks of ${BODY_BYTES} bytes for each in a round, ${options.rounds} rounds in turns; median (lowest to highest).`,
    table(
      ['', 'Version', 'Webhooks/s', 'How'],
      [
        ...contenders.map(({ name, version, how, rates }) => [name, version, showSpread(rates, 0), how]),
        ...absent.map(({ name, why }) => [name, '', 'not run', why]),
      ],
    ),
  ];
}

const HOW = [
  '## How it is measured',
  [
    '- One receiver for all, a process of its own on `node:http`, answers 200 at once; keep-alive; everything on the loopback.',
    '- Each contender is one process with the Node flags of `npm start`, on a fresh copy of the same prepared database. Its time',
    '  runs from the first send to the moment in which its queue is seen empty, committed. Ratios are taken in each round;',
    '  the bare loop runs before and after RecordEngine, which is compared with the mean of both.',
    '- RecordEngine does all that it always does: signature, log of attempts, order, breaker, history. Its documents are put in by',
    '  SQL (reading files is another matter) and exported through `POST /api/exports` in sets of 500.',
    '  As in a service that runs, the event feed has them before they are drained: that is work of the export.',
    '- The peers do one signed `undici` request with a stored body in each job. Each has the fastest setting that its',
    '  documentation names, and of several concurrencies the one that was fastest here, each tried twice. They keep no log of',
    '  attempts and no order.',
    '- BullMQ is measured where a `redis-server` is on the PATH: in each round a Redis of its own on a fresh copy of the same',
    '  prepared folder, with an append-only file and without snapshots. With `appendfsync always` it answers when the write is on',
    '  the disk, as PostgreSQL does here: that form is as durable as the others and counts as a peer. With `everysec`, which its',
    '  documentation recommends and which is usual, a crash of the machine loses up to a second of acknowledged jobs. The others',
    '  lose none, so that row is shown for information and does not count.',
    '- graphile-worker, pg-boss, BullMQ and its client ioredis are the newest versions that run on Node 20.',
    '- The scenarios compare drains of copies in turns, with and without. Rows that wait or were finished before are put in by SQL.',
    '- Commit to arrival: the commit time that PostgreSQL keeps, and the time at which the receiver has the headers.',
  ].join('\n'),
];

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
