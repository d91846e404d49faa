// @ts-check
/** Lists for ESLint's own `no-restricted-*` rules: the clock rule, the simulator's arithmetic, the shape of modules. */

/** The only files that may read the machine's time or set a timer. */
export const CLOCK_FILES = [
  'packages/deck/src/clock/**/*.ts',
  'packages/client/src/transport-timers.ts',
  'apps/feed-server/src/transport-timers.ts',
  'packages/testkit/src/transport-timers.ts',
  'apps/web/src/feed/clock.ts',
  'apps/web/src/feed/frame-loop.ts',
]

const TIMERS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'scheduler',
]

const GLOBAL_OBJECTS = ['globalThis', 'window', 'self', 'global']

const CLOCK_REASON =
  'Time is an input: it comes from the deck’s clock, or from one of the few clock modules (eslint.config.js names them).'
const SLEEP_REASON = 'A test does not sleep: it moves a virtual clock, or waits for the thing itself.'

/** @param {readonly string[]} names @param {string} message */
const globalsOf = (names, message) => names.map((name) => ({ name, message }))

/** Globals that packages and the server leave to the clock modules. */
export const CLOCK_GLOBALS = globalsOf(['Date', 'performance', ...TIMERS], CLOCK_REASON)

/** The same for the page, which may use `Date` to write a given time as text. */
export const PAGE_GLOBALS = globalsOf(['performance', ...TIMERS], CLOCK_REASON)

/** The same for tests, where a `Date` may be the oracle of a calculation. */
export const TEST_GLOBALS = globalsOf(TIMERS, SLEEP_REASON)

/** What makes two runs of the simulator differ by where they run. */
export const PURE_GLOBALS = [...CLOCK_GLOBALS, { name: 'Intl', message: 'The result depends on the host.' }]

/** Modules that give the same as the globals above. */
export const CLOCK_MODULES = [
  'node:timers',
  'node:timers/promises',
  'node:perf_hooks',
  'timers',
  'timers/promises',
  'perf_hooks',
].map((name) => ({ name, message: CLOCK_REASON }))

/** Modules have named exports, listed one by one. */
export const MODULE_SHAPE = [
  { selector: 'ExportAllDeclaration', message: 'Name what is exported: no `export *`.' },
  { selector: 'TSEnumDeclaration', message: 'A string union or an `as const` table, not an enum.' },
]

export const NO_DEFAULT_EXPORT = [{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }]

/** The clock's globals by way of the global object. */
export const CLOCK_MEMBERS = [
  {
    selector: `MemberExpression[object.name=/^(${GLOBAL_OBJECTS.join('|')})$/][property.name=/^(Date|performance|${TIMERS.join('|')})$/]`,
    message: CLOCK_REASON,
  },
]

/** The machine's date, where `Date` as such is allowed. */
export const DATE_NOW = [
  { selector: `MemberExpression[object.name='Date'][property.name='now']`, message: CLOCK_REASON },
  { selector: `NewExpression[callee.name='Date'][arguments.length=0]`, message: CLOCK_REASON },
]

/** IEEE 754 fixes these; engines differ in every other one, sometimes from one version to the next. */
const EXACT_MATH = ['imul', 'clz32', 'floor', 'ceil', 'trunc', 'round', 'abs', 'min', 'max', 'sqrt', 'fround', 'sign']
const EXACT_REASON = `Engines differ in it, and a tape must be the same everywhere. Exact are + - * / %, bit operations and Math.{${EXACT_MATH.join(', ')}}.`

export const EXACT_ARITHMETIC = [
  {
    selector: `MemberExpression[object.name='Math']:not([property.name=/^(${EXACT_MATH.join('|')})$/])`,
    message: EXACT_REASON,
  },
  { selector: `MemberExpression[object.name='Math'][computed=true]`, message: EXACT_REASON },
  { selector: `VariableDeclarator[init.name='Math']`, message: EXACT_REASON },
  { selector: `BinaryExpression[operator='**'], AssignmentExpression[operator='**=']`, message: EXACT_REASON },
]

/** Text that depends on the host's language, or on rounding that nobody chose. */
export const EXACT_TEXT = [
  {
    selector: `MemberExpression[property.name=/^(toLocale\\w*|localeCompare|toFixed|toPrecision)$/]`,
    message: 'The text depends on the host or rounds in binary: format integers.',
  },
]
