import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ICruiseResult } from 'dependency-cruiser';

const config = fileURLToPath(new URL('../../.dependency-cruiser.cjs', import.meta.url));
const cruiser = fileURLToPath(
  new URL('../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

/** A tree in which everything that is allowed happens once. */
const clean: Record<string, string> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { '@nestjs/common': '1', '@nestjs/swagger': '1', typeorm: '1', undici: '1' },
    devDependencies: { pdfkit: '1' },
  }),
  ...installed('@nestjs/common', '@nestjs/swagger', 'typeorm', 'undici', 'pdfkit', 'undeclared'),

  'src/main.ts': imports('./app.module.js', './shared/database/pool.js'),
  'src/app.module.ts': imports('./orders/orders.module.js', './billing/billing.module.js'),
  'src/shared/kernel/clock.ts': '',
  'src/shared/kernel/price.ts': imports('./clock.js'),
  'src/shared/config/settings.ts': imports('node:process'),
  'src/shared/http/problem.ts': imports('@nestjs/common', '../kernel/clock.js', '../config/settings.js'),
  'src/shared/database/pool.ts': imports('typeorm', '../../../migrations/all.js'),
  'src/shared/database/pool.medium-spec.ts': imports('./pool.js', '../../../test/support/database.js'),
  'src/shared/database/watchdog.mjs': '',
  'src/orders/orders.module.ts': imports(
    '@nestjs/common',
    './application/place-order.js',
    './infrastructure/order-rows.js',
    './http/orders.controller.js',
    '../billing/billing.module.js',
    '../shared/database/pool.js',
  ),
  'src/orders/domain/order.ts': imports('../../shared/kernel/price.js', './line.js'),
  'src/orders/domain/line.ts': '',
  'src/orders/domain/order.spec.ts': imports('./order.js', 'node:fs', '../../../test/support/database.js'),
  'src/orders/application/orders.ts': imports('../domain/order.js'),
  'src/orders/application/place-order.ts': imports(
    '@nestjs/common',
    './orders.js',
    '../domain/order.js',
    '../../shared/kernel/clock.js',
  ),
  'src/orders/application/place-order.spec.ts': imports(
    './place-order.js',
    '../infrastructure/order-rows.js',
  ),
  'src/orders/infrastructure/order-rows.ts': imports(
    'typeorm',
    'node:fs',
    'undici',
    '../application/orders.js',
    '../domain/order.js',
    '../../shared/database/pool.js',
  ),
  'src/orders/infrastructure/pdf-worker.ts': '',
  'src/orders/http/orders.controller.ts': imports(
    '@nestjs/common',
    '@nestjs/swagger',
    'node:stream',
    './orders.responses.js',
    '../application/place-order.js',
    '../domain/order.js',
    '../../shared/http/problem.js',
  ),
  'src/orders/http/orders.responses.ts': imports('@nestjs/swagger'),
  'src/billing/billing.module.ts': imports('./application/send-bill.js'),
  'src/billing/domain/bill.ts': '',
  'src/billing/application/send-bill.ts': imports('../domain/bill.js'),
  'migrations/1-first.ts': imports('typeorm'),
  'migrations/all.ts': imports('./1-first.js'),
  'test/support/database.ts': '',
};

interface Offence {
  rule: string;
  file: string;
  content: string;
}

/** Each is one file more in the clean tree, named after what it does wrong. */
const offences: Offence[] = [
  offence('domain-is-pure', 'src/orders/domain/uses-package.ts', 'typeorm'),
  offence('domain-is-pure', 'src/orders/domain/uses-nest.ts', '@nestjs/common'),
  offence('domain-is-pure', 'src/orders/domain/uses-node.ts', 'node:crypto'),
  offence('domain-is-pure', 'src/orders/domain/uses-use-case.ts', '../application/orders.js'),
  offence('domain-is-pure', 'src/orders/domain/uses-shared.ts', '../../shared/http/problem.js'),
  offence('domain-is-pure', 'src/orders/domain/uses-neighbour.ts', '../../billing/domain/bill.js'),
  typeOnly('domain-is-pure', 'src/orders/domain/uses-type.ts', '../infrastructure/order-rows.js'),
  offence(
    'application-knows-its-domain',
    'src/orders/application/uses-rows.ts',
    '../infrastructure/order-rows.js',
  ),
  offence(
    'application-knows-its-domain',
    'src/orders/application/uses-http.ts',
    '../http/orders.responses.js',
  ),
  offence('application-knows-its-domain', 'src/orders/application/uses-orm.ts', 'typeorm'),
  offence('application-knows-its-domain', 'src/orders/application/uses-node.ts', 'node:fs'),
  offence(
    'application-knows-its-domain',
    'src/orders/application/uses-database.ts',
    '../../shared/database/pool.js',
  ),
  offence(
    'application-knows-its-domain',
    'src/orders/application/uses-own-module-file.ts',
    '../orders.module.js',
  ),
  typeOnly(
    'application-knows-its-domain',
    'src/orders/application/uses-neighbour.ts',
    '../../billing/domain/bill.js',
  ),
  offence('http-calls-use-cases', 'src/orders/http/uses-rows.ts', '../infrastructure/order-rows.js'),
  typeOnly('http-calls-use-cases', 'src/orders/http/uses-row-type.ts', '../infrastructure/order-rows.js'),
  offence('http-calls-use-cases', 'src/orders/http/uses-orm.ts', 'typeorm'),
  offence('http-calls-use-cases', 'src/orders/http/uses-client.ts', 'undici'),
  offence('http-calls-use-cases', 'src/orders/http/uses-database.ts', '../../shared/database/pool.js'),
  offence(
    'http-calls-use-cases',
    'src/orders/http/uses-neighbour.ts',
    '../../billing/application/send-bill.js',
  ),
  offence(
    'infrastructure-serves-its-module',
    'src/orders/infrastructure/uses-http.ts',
    '../http/orders.responses.js',
  ),
  offence(
    'infrastructure-serves-its-module',
    'src/orders/infrastructure/uses-module-file.ts',
    '../orders.module.js',
  ),
  offence(
    'infrastructure-serves-its-module',
    'src/orders/infrastructure/uses-neighbour.ts',
    '../../billing/domain/bill.js',
  ),
  offence(
    'infrastructure-serves-its-module',
    'src/orders/infrastructure/uses-door.ts',
    '../../billing/billing.module.js',
  ),
  offence(
    'module-files-are-the-only-doors',
    'src/orders/archive.module.ts',
    '../billing/application/send-bill.js',
  ),
  typeOnly('module-files-are-the-only-doors', 'src/orders/types.module.ts', '../billing/domain/bill.js'),
  offence('the-root-enters-by-the-doors', 'src/uses-use-case.ts', './orders/application/place-order.js'),
  offence('a-module-has-four-layers', 'src/orders/helpers/anything.ts', '../domain/order.js'),
  offence('a-module-has-four-layers', 'src/orders/loose.ts', 'typeorm'),
  offence('shared-knows-no-module', 'src/shared/http/uses-door.ts', '../../orders/orders.module.js'),
  typeOnly('shared-knows-no-module', 'src/shared/database/uses-type.ts', '../../orders/domain/order.js'),
  offence('kernel-stands-alone', 'src/shared/kernel/uses-node.ts', 'node:crypto'),
  offence('kernel-stands-alone', 'src/shared/kernel/uses-package.ts', '@nestjs/common'),
  offence('kernel-stands-alone', 'src/shared/kernel/uses-shared.ts', '../config/settings.js'),
  offence('kernel-stands-alone', 'src/shared/kernel/uses-module.ts', '../../orders/domain/order.js'),
  offence('migrations-are-sql', 'migrations/2-uses-code.ts', '../src/orders/domain/order.js'),
  offence('migrations-are-sql', 'migrations/3-uses-migration.ts', './1-first.js'),
  offence('migrations-are-sql', 'migrations/4-uses-node.ts', 'node:fs'),
  offence('specs-stay-in-their-module', 'src/orders/domain/nosy.spec.ts', '../../billing/domain/bill.js'),
  offence(
    'specs-stay-in-their-module',
    'src/shared/http/nosy.medium-spec.ts',
    '../../orders/orders.module.js',
  ),
  offence(
    'nothing-runs-on-test-code',
    'src/orders/infrastructure/uses-support.ts',
    '../../../test/support/database.js',
  ),
  offence(
    'nothing-runs-on-test-code',
    'src/shared/database/uses-support.ts',
    '../../../test/support/database.js',
  ),
  offence('nothing-runs-on-test-code', 'src/orders/infrastructure/uses-spec.ts', '../domain/order.spec.js'),
  offence('no-development-packages', 'src/orders/infrastructure/uses-dev.ts', 'pdfkit'),
  offence('no-undeclared-packages', 'src/orders/infrastructure/uses-undeclared.ts', 'undeclared'),
  offence('no-circles', 'src/orders/domain/circle.ts', './circle.js'),
  offence('no-orphans', 'src/orders/domain/forgotten.ts'),
  offence('everything-resolves', 'src/orders/domain/uses-nowhere.ts', './nowhere.js'),
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('Import rules', () => {
  it('report nothing in a clean tree', async () => {
    expect(await reports('clean', clean)).toEqual([]);
  });

  it('report each offence, by the rule that is meant for it and no other', async () => {
    const tree = { ...clean, ...Object.fromEntries(offences.map(({ file, content }) => [file, content])) };
    const expected = offences.map(({ rule, file }) => `${file}: ${rule}`);
    expect(await reports('broken', tree)).toEqual(expected.sort());
  });

  it('are each broken here', () => {
    const broken = new Set(offences.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});

async function reports(name: string, tree: Record<string, string>): Promise<string[]> {
  for (const [file, content] of Object.entries(tree)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src', 'migrations'];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: join(folder, name), maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => (stdout ? resolve(stdout) : reject(new Error(stderr, { cause: error }))),
    );
  });
  const { summary } = JSON.parse(output) as ICruiseResult;
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort();
}

function offence(rule: string, file: string, ...specifiers: string[]): Offence {
  return { rule, file, content: imports(...specifiers) };
}

function typeOnly(rule: string, file: string, specifier: string): Offence {
  return { rule, file, content: `import type { T } from '${specifier}';\nexport type U = T;\n` };
}

function imports(...specifiers: string[]): string {
  return specifiers.map((specifier) => `import '${specifier}';\n`).join('');
}

function installed(...names: string[]): Record<string, string> {
  const entries = names.flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
    [`node_modules/${name}/index.js`, ''],
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
