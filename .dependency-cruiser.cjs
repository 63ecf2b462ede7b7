// Who may import whom. The inner rules are allow-lists: what they do not name is refused, types included.
// test/contract/import-rules.medium-spec.ts breaks each one on purpose; a rule without a case there fails it.
const spec = '\\.(medium-|e2e-)?spec\\.ts$';
const aModule = '(?!shared/)([^/]+)';
const anyModule = '(?!shared/)[^/]+';
const resolved = { couldNotResolve: false }; // the others are reported by everything-resolves alone

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'A domain knows itself and the kernel: no Node, no packages, no other layer.',
      severity: 'error',
      from: { path: `^src/${aModule}/domain/`, pathNot: spec },
      to: { ...resolved, pathNot: ['^src/$1/domain/', '^src/shared/kernel/'] },
    },
    {
      name: 'application-knows-its-domain',
      comment: 'A use case adds @nestjs/common, for @Injectable. What else it needs is a port.',
      severity: 'error',
      from: { path: `^src/${aModule}/application/`, pathNot: spec },
      to: {
        ...resolved,
        pathNot: ['^src/$1/(domain|application)/', '^src/shared/kernel/', '^node_modules/@nestjs/common/'],
      },
    },
    {
      name: 'http-calls-use-cases',
      comment:
        'A controller sees use cases and the tools of its trade; never rows, SQL or an outgoing client.',
      severity: 'error',
      from: { path: `^src/${aModule}/http/`, pathNot: spec },
      to: {
        ...resolved,
        pathNot: [
          '^src/$1/(domain|application|http)/',
          '^src/shared/(kernel|config|http)/',
          '^node_modules/(@nestjs/(common|core|swagger)|class-validator|class-transformer|rxjs)/',
          '^node_modules/((@types/)?(express|express-serve-static-core|busboy)|file-type)/',
        ],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'infrastructure-serves-its-module',
      comment: 'An adapter may use any package, but of this code only its own module and the shared folders.',
      severity: 'error',
      from: { path: `^src/${aModule}/infrastructure/`, pathNot: spec },
      to: {
        path: '^(src|migrations|scripts)/',
        pathNot: ['^src/$1/(domain|application|infrastructure)/', '^src/shared/'],
      },
    },
    {
      name: 'module-files-are-the-only-doors',
      comment: 'A module file wires its own layers and knows of its neighbours their module files.',
      severity: 'error',
      from: { path: `^src/${aModule}/[^/]+\\.module\\.ts$` },
      to: {
        path: '^(src|migrations|scripts)/',
        pathNot: ['^src/$1/', '^src/shared/', `^src/${anyModule}/[^/]+\\.module\\.ts$`],
      },
    },
    {
      name: 'the-root-enters-by-the-doors',
      comment: 'main, the app module and what configures the app know modules by their module files.',
      severity: 'error',
      from: { path: '^src/[^/]+$', pathNot: spec },
      to: { path: `^src/${anyModule}/`, pathNot: '[.]module\\.ts$' },
    },
    {
      name: 'a-module-has-four-layers',
      comment: 'A file beside the layers would escape their rules.',
      severity: 'error',
      from: {
        path: `^src/${anyModule}/`,
        pathNot: [
          '^src/[^/]+/(domain|application|infrastructure|http)/',
          '^src/[^/]+/[^/]+\\.module\\.ts$',
          spec,
        ],
      },
      to: {},
    },
    {
      name: 'shared-knows-no-module',
      comment: 'What everybody uses cannot depend on anybody.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: ['^src/shared/kernel/', spec] },
      to: { path: '^(src|scripts)/', pathNot: '^src/shared/' },
    },
    {
      name: 'kernel-stands-alone',
      comment: 'The kernel is plain TypeScript: no Node, no packages, nothing outside its folder.',
      severity: 'error',
      from: { path: '^src/shared/kernel/', pathNot: spec },
      to: { ...resolved, pathNot: '^src/shared/kernel/' },
    },
    {
      name: 'migrations-are-sql',
      comment:
        'A migration must mean the same for ever, so it imports nothing that can change; all.ts lists them.',
      severity: 'error',
      from: { path: '^migrations/', pathNot: ['^migrations/all\\.ts$', spec] },
      to: { ...resolved, pathNot: '^node_modules/typeorm/' },
    },
    {
      name: 'specs-stay-in-their-module',
      comment: 'A spec reaches other modules through test/support only.',
      severity: 'error',
      from: { path: `^src/([^/]+)/.*${spec}` },
      to: {
        path: '^(src|migrations|scripts|test)/',
        pathNot: ['^src/$1/', '^src/shared/', '^test/support/'],
      },
    },
    {
      name: 'nothing-runs-on-test-code',
      comment: 'Specs and test support are not in the build.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: spec },
      to: { path: ['^test/', spec] },
    },
    {
      name: 'no-development-packages',
      comment: 'A production install leaves them out.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only another package brings along may be gone tomorrow.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports it and it imports nothing: dead, unless it is started by itself.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['^src/main\\.ts$', '(^|/)[^/]*(worker|watchdog)\\.m?[jt]s$', spec],
      },
      to: {},
    },
    {
      name: 'everything-resolves',
      comment: 'An import that points nowhere.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^test/', '^scripts/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
