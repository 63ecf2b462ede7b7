import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const specs = ['**/*spec.ts'];

const relativeImportsEndInJs = {
  selector:
    ':matches(ImportDeclaration, ExportAllDeclaration, ExportNamedDeclaration, ImportExpression) > Literal.source[value=/^\\.(?!.*\\.(js|mjs|cjs|json|css)$)/]',
  message: 'A relative import names the built file: it ends in .js.',
};
const noFocusedTests = {
  selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
  message: 'A focused test hides all others.',
};
const noCurrentTime = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Time comes in as an argument or from the Clock port.',
};
const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read once, at boot, in src/shared/config.',
};
const noDateNow = { object: 'Date', property: 'now', message: noCurrentTime.message };
const noInjectRepository = {
  name: '@nestjs/typeorm',
  importNames: ['InjectRepository'],
  message: 'An injected repository is bound to the pool and ignores the open transaction.',
};
const noImportedEnvironment = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: noEnvironment.message,
};

export default defineConfig(
  globalIgnores([
    ...['dist', 'dist.*', 'data', 'coverage', 'examples', 'bench'],
    ...['clients/*/dist', 'clients/*/examples', 'clients/*/src/generated'],
  ]),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: nodeGlobals() },
  },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Off on purpose: `import type` of a port erases the token that Nest injects by.
      '@typescript-eslint/consistent-type-imports': 'off',
      // Off: a fake of an asynchronous port has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }], // `.map(Response.from)`
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', relativeImportsEndInJs],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Prettier keeps code short, and leaves comments as they are.
    rules: { 'max-len': ['error', { code: 1000, comments: 120, ignoreUrls: true }] },
  },
  {
    files: ['src/**'],
    ignores: specs,
    rules: {
      'no-console': 'error',
      'no-restricted-properties': ['error', noEnvironment],
      'no-restricted-imports': ['error', { paths: [noInjectRepository, noImportedEnvironment] }],
    },
  },
  {
    files: ['src/*/domain/**', 'src/*/application/**'],
    ignores: specs,
    rules: {
      'no-restricted-syntax': ['error', relativeImportsEndInJs, noCurrentTime],
      'no-restricted-properties': ['error', noEnvironment, noDateNow],
    },
  },
  {
    files: ['src/main.ts', 'src/users.ts', 'src/shared/config/**'], // they hand it to the configuration
    ignores: specs,
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-imports': ['error', { paths: [noInjectRepository] }],
    },
  },
  {
    files: ['src/shared/database/**'],
    ignores: specs,
    rules: { 'no-restricted-imports': ['error', { paths: [noImportedEnvironment] }] },
  },
  {
    files: [...specs, 'test/**', '**/*.mjs', '**/*.cjs'],
    rules: {
      // Response bodies and parsed JSON are `any` here, and a wrong one fails the test.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [...specs, 'test/**'],
    rules: { 'no-restricted-syntax': ['error', relativeImportsEndInJs, noFocusedTests] },
  },
  // Outside tsconfig.json, so without types.
  { files: ['*.mjs', '*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
);

/** What Node 20 defines: the compiler knows it in TypeScript, `no-undef` needs it for the scripts. */
function nodeGlobals() {
  return Object.fromEntries(
    [...Object.getOwnPropertyNames(globalThis), 'require', 'module'].map((name) => [name, 'readonly']),
  );
}
