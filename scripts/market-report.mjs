// @ts-check
/**
 * `npm run market:report -- --out FILE`: an instrument of the simulated market in pictures and numbers, as one HTML page.
 * `npm run market:report -- --acceptance`: some seeds of the acceptance run, as a table in the terminal.
 */

import './node-version.mjs'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { orSay, say, secondsSince } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const HELP = `npm run market:report -- [options]
  --out FILE           where the page goes (default market-report.html)
  --seed N             default 1
  --instrument SYMBOL  default AAPL
  --days N             default: until there are about a million trades, 5 to 60
  --calendar real|24/7 in the hours of the venue (default), or round the clock
npm run market:report -- --acceptance [options]
  --seeds N            default 2
  --sessions N         default 250
  --class NAME         equity, fx or crypto (default: all, and the rows with runs of their own)`

await orSay(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'market-report.html' },
      seed: { type: 'string', default: '1' },
      instrument: { type: 'string', default: 'AAPL' },
      days: { type: 'string' },
      calendar: { type: 'string', default: 'real' },
      acceptance: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '2' },
      sessions: { type: 'string', default: '250' },
      class: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(`${HELP}\n`)
  await ensureInstalled()
  await ensureBuilt()
  const study = await import('@tapedeck/study')
  if (values.acceptance) {
    printAcceptance(study, {
      seeds: wholeNumber('seeds', values.seeds, 1),
      sessions: wholeNumber('sessions', values.sessions, 10),
      only: values.class,
    })
    return
  }
  if (values.calendar !== 'real' && values.calendar !== '24/7') {
    throw new Error(`--calendar ${values.calendar} is neither real nor 24/7`)
  }
  const begun = performance.now()
  const page = study.marketReport({
    seed: wholeNumber('seed', values.seed, Number.MIN_SAFE_INTEGER),
    symbol: values.instrument,
    isInVenueHours: values.calendar === 'real',
    ...(values.days === undefined ? {} : { days: Number(values.days) }),
  })
  writeFileSync(resolve(values.out), page)
  say(`${values.out}: ${Math.round(page.length / 1_000)} kB in ${secondsSince(begun)}`)
})

/**
 * @param {typeof import('@tapedeck/study')} study
 * @param {{ readonly seeds: number, readonly sessions: number, readonly only: string | undefined }} options
 */
function printAcceptance({ judge, MARKET_CLASSES, OTHER_ROWS, runSeed, verdictLine }, { seeds, sessions, only }) {
  const classes = MARKET_CLASSES.filter((name) => only === undefined || name === only)
  if (classes.length === 0) throw new Error(`--class ${only} is none of ${MARKET_CLASSES.join(', ')}`)
  for (const marketClass of classes) {
    const begun = performance.now()
    const measured = Array.from({ length: seeds }, (_, i) => runSeed(marketClass, i + 1, sessions))
    print(`${marketClass}: ${seeds} seeds of ${sessions} sessions (${secondsSince(begun)})`)
    for (const verdict of judge(marketClass, measured)) print(verdictLine(verdict))
  }
  if (only !== undefined) return
  print('rows with a run of their own, seed 1')
  for (const run of Object.values(OTHER_ROWS)) for (const verdict of run(1)) print(verdictLine(verdict))
}

/** @param {string} name @param {string} text @param {number} least */
function wholeNumber(name, text, least) {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= least && text.trim() !== '') return value
  throw new Error(`--${name} ${text} must be a whole number${least > 0 ? ` of at least ${least}` : ''}`)
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
