// @ts-check
/**
 * The rules that a machine can keep: what each package may import, who may read the clock, which arithmetic a tape may
 * rest on, and how a file is shaped. tests/rules/lint.test.ts shows each of them at work.
 */

import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import typescript from 'typescript-eslint'
import {
  CLOCK_FILES,
  CLOCK_GLOBALS,
  CLOCK_MEMBERS,
  CLOCK_MODULES,
  DATE_NOW,
  EXACT_ARITHMETIC,
  EXACT_TEXT,
  MODULE_SHAPE,
  NO_DEFAULT_EXPORT,
  PAGE_GLOBALS,
  PURE_GLOBALS,
  TEST_GLOBALS,
} from './scripts/lint/restrictions.mjs'
import { roomsRule } from './scripts/lint/rooms.mjs'

const PACKAGES = 'packages/*/src/**/*.ts'
const SERVER = 'apps/feed-server/src/**/*.ts'
const PAGE = ['apps/web/src/**/*.ts', 'apps/web/src/**/*.svelte']
const SIMULATOR = 'packages/simulator/src/**/*.ts'
const MARKET = 'packages/market/src/**/*.ts'
const TESTS = ['**/*.test.ts', '**/*.fixture.ts', '**/fixtures/**/*.ts', 'tests/**/*.ts', 'apps/web/e2e/**/*.ts']
const TYPED = ['**/*.ts', '**/*.svelte']
/** Files that tools read, outside every TypeScript project, with the default export that the tools ask for. */
const TOOL_FILES = ['*.config.{js,ts}', 'apps/*/*.config.{js,ts}', 'scripts/**/*.mjs', 'bench/**/*.mjs']

/**
 * A rule of ESLint's `no-restricted-*` family has one list per file: a later block replaces that of an earlier one, so
 * each block names its whole list, from the widest files to the narrowest.
 * @param {{ readonly globals?: readonly object[], readonly syntax?: readonly object[] }} lists
 * @returns {import('eslint').Linter.RulesRecord}
 */
const restrict = ({ globals: names = [], syntax = [] }) => ({
  // a bare 'error' would keep the list of an earlier block
  'no-restricted-globals': names.length === 0 ? 'off' : ['error', ...names],
  'no-restricted-syntax': ['error', ...MODULE_SHAPE, ...NO_DEFAULT_EXPORT, ...syntax],
})

export default defineConfig([
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '.cache/',
    'data/',
    'test-results/',
    '**/*.svelte-kit/',
    'apps/web/src/paraglide/',
    // of a project of their own, with runners that are not installed here: npm run test:packages
    'tests/packages/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    name: 'everywhere',
    plugins: { tapedeck: { rules: { rooms: roomsRule } } },
    rules: {
      'tapedeck/rooms': 'error',
      eqeqeq: 'error',
      'no-cond-assign': 'error',
      'no-constant-condition': 'error',
      'no-debugger': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-assignment': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },

  {
    name: 'types',
    files: TYPED,
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      // error texts show values of unknown type, after they have looked at them
      '@typescript-eslint/no-base-to-string': 'off',
      // numbers and booleans read well in a message
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => void something()` says that the result is not wanted
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
    },
  },

  svelte.configs.recommended,
  {
    name: 'svelte',
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: typescript.parser, projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // a Map that nobody draws need not be reactive
      'svelte/prefer-svelte-reactivity': 'off',
      // reassigned by the framework
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state', '$derived'] }],
    },
  },

  {
    name: 'a file has one subject',
    files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,svelte}', 'scripts/**/*.mjs'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }] },
  },

  { name: 'modules', files: TYPED, rules: restrict({}) },
  {
    name: 'clock',
    files: [PACKAGES, SERVER],
    rules: {
      ...restrict({ globals: CLOCK_GLOBALS, syntax: CLOCK_MEMBERS }),
      'no-restricted-imports': ['error', { paths: CLOCK_MODULES }],
    },
  },
  {
    name: 'clock of the page',
    files: PAGE,
    rules: restrict({ globals: PAGE_GLOBALS, syntax: [...CLOCK_MEMBERS, ...DATE_NOW] }),
  },
  {
    name: 'exact arithmetic of the market',
    files: [MARKET],
    rules: restrict({ globals: CLOCK_GLOBALS, syntax: [...CLOCK_MEMBERS, ...EXACT_ARITHMETIC] }),
  },
  {
    name: 'exact arithmetic of the simulator',
    files: [SIMULATOR],
    rules: restrict({ globals: PURE_GLOBALS, syntax: [...CLOCK_MEMBERS, ...EXACT_ARITHMETIC, ...EXACT_TEXT] }),
  },
  {
    name: 'clock modules',
    files: CLOCK_FILES,
    rules: { ...restrict({}), 'no-restricted-imports': 'off' },
  },

  {
    name: 'tests',
    files: TESTS,
    rules: {
      ...restrict({ globals: TEST_GLOBALS, syntax: [...CLOCK_MEMBERS, ...DATE_NOW] }),
      // `ask<T>()` gives the caller a type without a cast at each place
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-restricted-imports': ['error', { paths: CLOCK_MODULES }],
    },
  },
  {
    name: 'files of tools',
    files: TOOL_FILES,
    extends: [typescript.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-restricted-syntax': ['error', ...MODULE_SHAPE] },
  },
])
