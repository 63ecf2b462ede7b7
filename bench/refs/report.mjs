import { describeMachine } from '../lib/machine.mjs';
import { nodeFlags } from '../lib/paths.mjs';
import { showSpread } from '../lib/finding.mjs';

/**
 * docs/benchmarks-refs.md, whole.
 * @param {object} run
 * @param {string} run.postgres its version
 * @param {import('./options.mjs').Options} run.options
 * @param {Awaited<ReturnType<import('./scanner.mjs').measureScanner>> | undefined} run.scanner
 * @param {Awaited<ReturnType<import('./look-ups.mjs').measureLookUps>> | undefined} run.lookUps
 * @param {number} run.minutes
 */
export function report({ postgres, options, scanner = [], lookUps, minutes }) {
  const machine = describeMachine();
  const findings = [
    ...(lookUps?.kinds ?? []).flatMap(({ finding, touched }) => [finding, touched]),
    ...scanner.map(({ finding }) => finding),
  ];
  const missed = findings.filter(({ met }) => !met).length;
  return (
    [
      '# Benchmarks of external_refs',
      'Written by `npm run bench:refs`; run it on your machine, the ratios say more than the numbers.',
      `${new Date().toISOString().slice(0, 10)}, ${Math.ceil(minutes)} minutes. ${machine.cpu}, ${machine.memory}, ${machine.system}, ` +
        `Node ${machine.node} (${nodeFlags.join(' ')}), PostgreSQL ${postgres} as the service brings it, its settings untouched.` +
        (options.quick
          ? ' **A quick run with small numbers: it shows that everything works, and nothing else.**'
          : ''),
      '## Targets',
      `${findings.length - missed} of ${findings.length} met${missed > 0 ? '; those that are not say so' : ''}. Medians (lowest to highest of the rounds).`,
      table(
        ['What', 'Ratio', 'Target', ''],
        findings.map(({ what, measured, target, met }) => [
          what,
          measured,
          target,
          met ? 'met' : '**not met**',
        ]),
      ),
      ...(lookUps ? lookUpPart(lookUps, options) : []),
      ...(scanner.length > 0 ? scannerPart(scanner) : []),
    ].join('\n\n') + '\n'
  );
}

/**
 * @param {Awaited<ReturnType<import('./look-ups.mjs').measureLookUps>>} lookUps
 * @param {import('./options.mjs').Options} options
 */
function lookUpPart({ sides, kinds }, { rounds }) {
  return [
    '## Look-ups',
    `Over HTTP, one request after the other, in ${rounds} rounds in turns between two services, each with a database of its own in one ` +
      'PostgreSQL; warmed up before. Records are chosen at random among all, and each has two documents. Documents and keys were put ' +
      'in by SQL, the indexes are those of the service. Buffers of 8 KB that the statement touches, and its time in PostgreSQL, are ' +
      'those of `EXPLAIN (ANALYZE, BUFFERS)` of the very statement of the service, medians.',
    ...(kinds.some(({ touched }) => !touched.met)
      ? [
          'Where the ratio of buffers is above its target: the B-tree of many keys has a level or two more, and each record goes down ' +
            'through all of them; and records chosen at random among many lie on pages of their own, while among few they share them.',
        ]
      : []),
    table(
      ['', 'Documents', 'Database', 'ms over HTTP', 'Buffers', 'ms in PostgreSQL', 'By'],
      kinds.flatMap(({ name, small, large, buffers }) =>
        sides.map(({ count, size }, side) => [
          side === 0 ? name : '',
          count.toLocaleString('en'),
          size,
          showSpread(side === 0 ? small : large, 2),
          buffers[side].buffers.toLocaleString('en'),
          buffers[side].ms.toFixed(2),
          buffers[side].plan,
        ]),
      ),
    ),
  ];
}

/** @param {Awaited<ReturnType<import('./scanner.mjs').measureScanner>>} scanner */
function scannerPart(scanner) {
  return [
    '## The scanner',
    'What checks `external_refs` (grammar, depth, size, halves of surrogate pairs, places of the members) beside `JSON.parse` of the ' +
      'same text of 64 KiB, in turns, in a process with the flags of the service; each shape in a process of its own that has seen ' +
      'all others before. Times of one text in µs.',
    table(
      ['Shape', 'Bytes', '`JSON.parse`', 'Check'],
      scanner.map(({ name, bytes, parse, refs }) => [
        name,
        bytes.toLocaleString('en'),
        showSpread(parse, 0),
        showSpread(refs, 0),
      ]),
    ),
  ];
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
