/** Reads the flags of `npm start -- ...`; every mistake is told with the flag, the value and the way out. */

import { parseArgs } from 'node:util'
import { TapedeckError } from '@tapedeck/protocol'
import { parseTimestamp } from '@tapedeck/tape'
import { checkFlags, manyFlag, numberFlag, switchFlag, textFlag } from './flags.ts'
import type { FeedServerOptions } from './options.ts'
import { limitFlags } from './limit-options.ts'
import type { TrustProxy } from './security/client-address.ts'
import type { JwtOptions } from './security/jwt.ts'
import type { CalendarChoice } from './simulation.ts'

export interface CommandLine extends FeedServerOptions {
  readonly help: boolean
  /** Stops when the tape has been played to its end. */
  readonly exitAtEnd: boolean
}

export const USAGE = `Tapedeck: a live market-data ticker

  npm start                                     a simulated market, page at http://127.0.0.1:4400
  npm start -- --seed 7 --start 2026-01-05T14:30:00Z
  npm start -- --scenario flash-crash           a fall of 9 % within five minutes; docs/scenarios.md has all
  npm start -- --record my.tape           record everything that is played
  npm start -- --replay my.tape --speed 10
  npm start -- --replay my.tape --speed max --exit-at-end

  --port N             port to listen on, 0 for any free one     (4400; a busy port moves to the next)
  --host NAME          address to listen on                      (127.0.0.1)
  --allow-origin URL   browser pages that may connect besides the server's own; may be repeated
  --allow-host NAME    host names that the server answers for besides loopback and IP addresses; may be repeated
  --seed N             seed of the simulated market, 0 to 2^32 - 1                    (1)
  --start TIME         tape time at which it starts, ISO 8601 or Unix microseconds    (the current minute)
  --instruments FILE   instruments of your own, in JSON (docs/instruments.md)
  --calendar NAME      24/7: every market trades round the clock; real: each in its venue's hours   (24/7)
  --scenario NAME      start a scenario, by name (also flash-crash:MSFT,AAPL) or JSON file; may be repeated
  --symbols A,B,C      only these of its instruments                                  (all)
  --history-bars N     bars that every interval has before the start                  (500)
  --record FILE        record to FILE: *.jsonl and *.jsonl.gz as text, everything else in the binary form
  --overwrite          let --record replace FILE
  --replay FILE        play a recording; it starts when the first client subscribes, with --speed max at once
  --speed N|max        tape seconds per second, 0.1 to 1000, or as fast as possible   (1)
  --data DIR           folder of recordings and of the rolling tape                   (data)
  --rolling-bytes N    bytes of the rolling tape, which keeps the last hours of the market   (268435456)
  --no-rolling         keep no rolling tape
  --history-days N     days for which bars of one minute are kept across restarts     (30; 0 for none)
  --token TEXT         what clients must present to change something; needed off loopback. Also TAPEDECK_TOKEN
  --jwt-secret TEXT    ask every client for a JWT signed with it by HS256; 32 bytes or more. Better: TAPEDECK_JWT_SECRET
  --jwt-jwks URL|FILE  ask every client for a JWT signed with a key of this JSON Web Key Set
  --jwt-issuer TEXT    what the claim iss of JWTs must be
  --jwt-audience TEXT  what the claim aud of JWTs must be or hold
  --trust-proxy N|LIST proxies in front whose X-Forwarded-For counts: how many, or their addresses (10.0.0.0/8,::1)
  --limit NAME=N       another limit, by its name in docs/protocol.md (maxConnections=10000); may be repeated
  --exit-at-end        stop when the recording has been played
  --help               this text
`

/** Reads arguments. Throws `BAD_OPTION`. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values } = checkFlags(() => parseArgs({ args: [...args], options: FLAGS }))
  if (values['no-rolling'] === true && values['rolling-bytes'] !== undefined) {
    throw new TapedeckError(
      'BAD_OPTION',
      '--no-rolling and --rolling-bytes contradict each other: leave one of them out',
    )
  }
  if (values['exit-at-end'] === true && values.replay === undefined) {
    throw new TapedeckError('BAD_OPTION', '--exit-at-end needs a tape with an end: give --replay FILE')
  }
  return {
    help: values.help === true,
    exitAtEnd: values['exit-at-end'] === true,
    port: numberFlag('port', values.port),
    host: values.host,
    seed: numberFlag('seed', values.seed),
    start: timeOf(values.start),
    instruments: values.instruments,
    calendar: values.calendar as CalendarChoice | undefined,
    scenarios: values.scenario ?? [],
    symbols: values.symbols?.split(',').map((symbol) => symbol.trim()),
    historyBars: numberFlag('history-bars', values['history-bars']),
    record: values.record,
    overwrite: values.overwrite === true,
    replay: values.replay,
    data: values.data ?? DEFAULT_DATA,
    // a folder that nobody asked for is done without where it cannot be used
    dataRequired: values.data !== undefined,
    rollingBytes: values['no-rolling'] === true ? 0 : numberFlag('rolling-bytes', values['rolling-bytes']),
    historyDays: numberFlag('history-days', values['history-days']),
    token: values.token ?? process.env['TAPEDECK_TOKEN'],
    jwt: jwtOf(values),
    trustProxy: trustProxyOf(values['trust-proxy']),
    limits: limitFlags(values.limit ?? []),
    speed: values.speed === 'max' ? 'max' : numberFlag('speed', values.speed),
    access: { allowOrigins: values['allow-origin'] ?? [], allowHosts: values['allow-host'] ?? [] },
  }
}

/** Where a server that was not told otherwise keeps its data. */
const DEFAULT_DATA = 'data'

const FLAGS = {
  port: textFlag,
  host: textFlag,
  seed: textFlag,
  start: textFlag,
  instruments: textFlag,
  calendar: textFlag,
  scenario: manyFlag,
  symbols: textFlag,
  'history-bars': textFlag,
  record: textFlag,
  overwrite: switchFlag,
  replay: textFlag,
  data: textFlag,
  'rolling-bytes': textFlag,
  'no-rolling': switchFlag,
  'history-days': textFlag,
  token: textFlag,
  'jwt-secret': textFlag,
  'jwt-jwks': textFlag,
  'jwt-issuer': textFlag,
  'jwt-audience': textFlag,
  'trust-proxy': textFlag,
  limit: manyFlag,
  speed: textFlag,
  'exit-at-end': switchFlag,
  'allow-origin': manyFlag,
  'allow-host': manyFlag,
  help: switchFlag,
} as const

type JwtFlags = Readonly<Record<'jwt-secret' | 'jwt-jwks' | 'jwt-issuer' | 'jwt-audience', string | undefined>>

function jwtOf(values: Partial<JwtFlags>): JwtOptions | undefined {
  const secret = values['jwt-secret'] ?? process.env['TAPEDECK_JWT_SECRET']
  const given = { secret, jwks: values['jwt-jwks'], issuer: values['jwt-issuer'], audience: values['jwt-audience'] }
  return Object.values(given).every((value) => value === undefined) ? undefined : given
}

function trustProxyOf(value: string | undefined): TrustProxy | undefined {
  if (value === undefined) return undefined
  return /^\d+$/.test(value) ? Number(value) : value.split(',').map((range) => range.trim())
}

function timeOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = parseTimestamp(value)
  if (time === undefined) {
    throw new TapedeckError(
      'BAD_OPTION',
      `--start ${JSON.stringify(value)} is not a time such as 2026-01-05T14:30:00Z`,
      { option: 'start', value },
    )
  }
  return time
}
