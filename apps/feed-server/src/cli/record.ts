/** `tapedeck record`: a simulated market, or a deck of a running server, to a tape. */

import { TapedeckError } from '@tapedeck/protocol'
import { manyFlag, switchFlag, textFlag } from '../flags.ts'
import { listOf, readArguments, required, type Command } from './command.ts'
import { channelsOf } from './cut.ts'
import { spanOf } from './places.ts'
import { recordMarket } from './record-market.ts'
import { recordServer } from './record-server.ts'
import type { Recorded } from './recorded.ts'
import { DEFAULT_URL, urlOf } from './watch.ts'

const HELP = `usage: tapedeck record --out FILE [--for SPAN] [flags]

  tapedeck record --out minute.tape --for 60s                                a simulated market as it goes, for a minute
  tapedeck record --out day.tape --for 1d --speed max --seed 7 --start 2026-01-05T00:00:00Z
  tapedeck record --out crash.tape --for 15m --speed max --scenario flash-crash
  tapedeck record --out btc.tape --for 10m --url ${DEFAULT_URL} -s BTC-USD     of a running server

Without --url a simulated market is played here, without a server. With it that server records into its library, and the recording is
fetched when it ends. Ctrl+C ends a recording; what was recorded is whole.

  --out FILE           tape to write
  --overwrite          replace FILE
  --for SPAN           tape time that it lasts: 250ms, 60s, 10m, 4h, 1d        (until Ctrl+C)
  -s, --symbols A,B    only these symbols; may be repeated                     (all)
  --channels A,B       only these kinds of events                              (all)
  --speed N|max        tape seconds per second, or as fast as possible         (1; not with --url)
  --url URL            a running server to ask
  --deck NAME          its deck                                                (live)
  --token TEXT         its token, where it needs one                           (TAPEDECK_TOKEN)
  --seed, --start, --instruments, --calendar, --scenario, --history-bars
                       of the simulated market, as with tapedeck serve
  --help               this text
`

const MARKET_FLAGS = {
  seed: textFlag,
  start: textFlag,
  instruments: textFlag,
  calendar: textFlag,
  scenario: manyFlag,
  'history-bars': textFlag,
} as const

const FLAGS = {
  out: textFlag,
  overwrite: switchFlag,
  for: textFlag,
  symbols: { ...manyFlag, short: 's' },
  channels: manyFlag,
  speed: textFlag,
  url: textFlag,
  deck: textFlag,
  token: textFlag,
  ...MARKET_FLAGS,
} as const

export const recordCommand: Command = {
  name: 'record',
  summary: 'record a simulated market, or a running server, to a tape',
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const [excess] = positionals
    if (excess !== undefined) {
      throw new TapedeckError(
        'BAD_OPTION',
        `record takes no name but --out FILE: ${JSON.stringify(excess)} is too much`,
      )
    }
    const { url, speed } = values
    const what: Recorded = {
      out: required('record', 'out', values.out),
      overwrite: values.overwrite === true,
      span: values.for === undefined ? undefined : positive('for', spanOf('for', values.for)),
      symbols: listOf(values.symbols),
      channels: channelsOf(values.channels),
    }
    const market = Object.keys(MARKET_FLAGS).flatMap((name) => flagAgain(name, values[name as keyof typeof values]))
    if (url === undefined) {
      refuse(
        [values.deck === undefined ? [] : '--deck', values.token === undefined ? [] : '--token'].flat(),
        'needs --url',
      )
      return recordMarket(
        what,
        [...market, ...flagAgain('speed', speed === 'max' ? undefined : speed)],
        speed === 'max',
        terminal,
      )
    }
    const local = [...market.filter((text) => text.startsWith('--')), ...(speed === undefined ? [] : ['--speed'])]
    refuse(local, 'belongs to a market that is played here: leave it out, or leave out --url')
    const token = values.token ?? process.env['TAPEDECK_TOKEN']
    return recordServer(what, { url: urlOf(url), deck: values.deck, token }, terminal)
  },
}

/** A flag that was read, as it was given. */
function flagAgain(name: string, value: string | boolean | readonly string[] | undefined): readonly string[] {
  const values = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
  return values.flatMap((each) => [`--${name}`, each])
}

function positive(flag: string, span: number): number {
  if (span > 0) return span
  throw new TapedeckError('BAD_OPTION', `--${flag} 0 records nothing; give a span such as 60s`, { flag })
}

function refuse(flags: readonly string[], why: string): void {
  if (flags.length > 0) throw new TapedeckError('BAD_OPTION', `${[...new Set(flags)].join(' and ')} ${why}`, { flags })
}
