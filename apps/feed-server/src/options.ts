/** What a feed server can be started with, the defaults, and the checks; the command line gives the same. */

import { fileURLToPath } from 'node:url'
import { SPEED_RANGE } from '@tapedeck/deck'
import { micros, MICROS_PER_MINUTE, TapedeckError, type Limits, type Micros } from '@tapedeck/protocol'
import type { ScenarioInput } from '@tapedeck/simulator'
import type { SeekableSource } from '@tapedeck/tape'
import type { AccessRules } from './access.ts'
import { limitsOf } from './limit-options.ts'
import { silentLog, type Log } from './log.ts'
import { createClientAddresses, type ClientAddresses, type TrustProxy } from './security/client-address.ts'
import type { JwtOptions } from './security/jwt.ts'
import { CALENDAR_CHOICES, type CalendarChoice } from './simulation.ts'
import { wallNow } from './transport-timers.ts'

export interface FeedServerOptions {
  /** Default 4400; 0 takes any free one. */
  readonly port?: number | undefined
  /** Whether a busy port moves to the next. Default true. */
  readonly nextPort?: boolean | undefined
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
  /** `wall` (default), or `virtual`: time passes only by `advance`, and every update is delivered. */
  readonly clock?: 'wall' | 'virtual' | undefined
  /** Seed of the simulated market, a whole number from 0 to 2^32 - 1. Default 1. */
  readonly seed?: number | undefined
  /** Tape time at which the simulated market starts, Unix microseconds. Default: the current minute. */
  readonly start?: number | undefined
  /** File of the simulated market's instruments (docs/instruments.md). Default: the built-in ones. */
  readonly instruments?: string | undefined
  /** `24/7` (default, unless a scenario needs sessions), or `real`: each venue has its own hours. */
  readonly calendar?: CalendarChoice | undefined
  /** Scenarios that start with the market: names such as `flash-crash` or `flash-crash:MSFT`, JSON files, or scenarios (docs/scenarios.md). */
  readonly scenarios?: readonly (string | ScenarioInput)[] | undefined
  /** Symbols of the simulated market. Default: all. */
  readonly symbols?: readonly string[] | undefined
  /** Bars that every interval has before the start, 1 to 2000. Default 500. */
  readonly historyBars?: number | undefined
  /** File to record the deck to. */
  readonly record?: string | undefined
  /** Whether `record` may replace a file. Default false. */
  readonly overwrite?: boolean | undefined
  /** Tape file to play in place of the simulated market. */
  readonly replay?: string | undefined
  /** A tape that is open already, in place of a file: one held in memory, say. It is closed with the server. */
  readonly tape?: SeekableSource | undefined
  /** Folder of recordings and of the rolling tape. Default: none are kept. */
  readonly data?: string | undefined
  /** Whether `data` must be usable. Default true; otherwise the server does without it and says so. */
  readonly dataRequired?: boolean | undefined
  /** Bytes of the rolling tape, 0 for none. Default 268435456 where there is `data`. */
  readonly rollingBytes?: number | undefined
  /** Days for which bars of one minute are kept across restarts, 0 for none. Default 30 where there is `data`. */
  readonly historyDays?: number | undefined
  /** What clients must present to change something. Off loopback nothing can be changed without one. */
  readonly token?: string | undefined
  /** Asks every client for a JSON Web Token. Default: nobody is asked who they are. */
  readonly jwt?: JwtOptions | undefined
  /** Proxies in front whose `X-Forwarded-For` and `X-Forwarded-Proto` count. Default: none. */
  readonly trustProxy?: TrustProxy | undefined
  /** Tape seconds per second, 0.1 to 1000, or `max`. Default 1. */
  readonly speed?: number | 'max' | undefined
  /** Folder of the built page, or null for none. */
  readonly pageFolder?: string | null | undefined
  readonly limits?: Partial<Limits> | undefined
  /** See AccessRules; both default to none. */
  readonly access?: Partial<AccessRules> | undefined
  /** Default: says nothing. */
  readonly log?: Log | undefined
}

export interface ResolvedOptions {
  readonly port: number
  readonly nextPort: boolean
  readonly host: string
  readonly clock: 'wall' | 'virtual'
  readonly seed: number
  /** Undefined where nobody asked for one. */
  readonly start: Micros | undefined
  /** The current minute. */
  readonly defaultStart: Micros
  readonly instruments: string | null
  readonly calendar: CalendarChoice | undefined
  readonly scenarios: readonly (string | ScenarioInput)[]
  readonly symbols: readonly string[] | undefined
  readonly historyBars: number
  readonly record: string | null
  readonly overwrite: boolean
  readonly replay: string | null
  readonly tape: SeekableSource | null
  readonly data: { readonly folder: string; readonly isRequired: boolean } | null
  readonly rollingBytes: number
  readonly historyDays: number
  readonly token: string | null
  readonly jwt: JwtOptions | null
  readonly addresses: ClientAddresses
  readonly speed: number | 'max'
  readonly pageFolder: string | null
  readonly limits: Limits
  readonly access: AccessRules
  readonly log: Log
}

const DEFAULT_PORT = 4400
const LARGEST_SEED = 0xffff_ffff
const MOST_HISTORY_BARS = 2_000
const DEFAULT_ROLLING_BYTES = 268_435_456
/** Less would hold no more than the bars that each of its segments begins with. */
const LEAST_ROLLING_BYTES = 33_554_432
const DEFAULT_HISTORY_DAYS = 30
const MOST_HISTORY_DAYS = 3_650
const LEAST_TOKEN = 16

/** Fills in defaults and checks. Throws `BAD_OPTION` naming option, value and range. */
export function resolveOptions(options: FeedServerOptions): ResolvedOptions {
  const replay = options.replay ?? null
  const speed = options.speed ?? 1
  if (speed !== 'max') inRange('speed', speed, SPEED_RANGE.min, SPEED_RANGE.max, false)
  if (speed === 'max' && replay === null) {
    throw new TapedeckError(
      'BAD_OPTION',
      '--speed max needs a tape with an end: give --replay FILE, or a speed up to 1000',
    )
  }
  if (replay !== null || options.tape !== undefined) refuseSimulationOptions(options)
  const now = wallNow()
  return {
    port: inRange('port', options.port ?? DEFAULT_PORT, 0, 65_535),
    nextPort: options.nextPort ?? true,
    host: options.host ?? '127.0.0.1',
    clock: options.clock ?? 'wall',
    seed: inRange('seed', options.seed ?? 1, 0, LARGEST_SEED),
    start: options.start === undefined ? undefined : micros(inRange('start', options.start, 0, 4e15)),
    defaultStart: micros(now - (now % MICROS_PER_MINUTE)),
    instruments: options.instruments ?? null,
    calendar: options.calendar === undefined ? undefined : calendarOf(options.calendar),
    scenarios: options.scenarios ?? [],
    symbols: options.symbols,
    historyBars: inRange('history-bars', options.historyBars ?? 500, 1, MOST_HISTORY_BARS),
    record: options.record ?? null,
    overwrite: options.overwrite ?? false,
    replay,
    tape: options.tape ?? null,
    data: options.data === undefined ? null : { folder: options.data, isRequired: options.dataRequired ?? true },
    rollingBytes: rollingBytesOf(options.rollingBytes),
    historyDays: inRange('history-days', options.historyDays ?? DEFAULT_HISTORY_DAYS, 0, MOST_HISTORY_DAYS, false),
    token: tokenOf(options.token),
    jwt: options.jwt ?? null,
    addresses: createClientAddresses(options.trustProxy ?? null),
    speed,
    pageFolder: options.pageFolder === undefined ? BUILT_PAGE : options.pageFolder,
    limits: limitsOf(options.limits ?? {}),
    access: {
      allowOrigins: (options.access?.allowOrigins ?? []).map(originOf),
      allowHosts: (options.access?.allowHosts ?? []).map((name) => name.toLowerCase()),
    },
    log: options.log ?? silentLog,
  }
}

function rollingBytesOf(bytes: number = DEFAULT_ROLLING_BYTES): number {
  return bytes === 0 ? 0 : inRange('rolling-bytes', bytes, LEAST_ROLLING_BYTES, Number.MAX_SAFE_INTEGER)
}

function tokenOf(token: string | undefined): string | null {
  if (token === undefined) return null
  if (token.length >= LEAST_TOKEN) return token
  throw new TapedeckError(
    'BAD_OPTION',
    `--token has ${token.length} characters; one of ${LEAST_TOKEN} or more is needed`,
  )
}

/** What a recording has in itself already. */
function refuseSimulationOptions(options: FeedServerOptions): void {
  const given = (['seed', 'start', 'symbols', 'instruments', 'calendar'] as const).filter(
    (name) => options[name] !== undefined,
  )
  const names = [...given, ...((options.scenarios ?? []).length > 0 ? ['scenario'] : [])]
  if (names.length === 0) return
  throw new TapedeckError(
    'BAD_OPTION',
    `${names.map((name) => `--${name}`).join(' and ')} belong to the simulated market; a recording has its own: leave them out`,
    { options: names },
  )
}

function calendarOf(text: string): CalendarChoice {
  const found = CALENDAR_CHOICES.find((choice) => choice === text)
  if (found !== undefined) return found
  throw new TapedeckError(
    'BAD_OPTION',
    `--calendar ${JSON.stringify(text)} is not one of ${CALENDAR_CHOICES.join(', ')}`,
    {
      calendar: text,
    },
  )
}

/** An origin as browsers send it. Anything else would be taken silently and never match. */
function originOf(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (origin === 'null' || (text !== origin && text !== `${origin}/`)) {
    throw new TapedeckError(
      'BAD_OPTION',
      `--allow-origin ${JSON.stringify(text)} is not an origin such as https://example.org`,
      {
        origin: text,
      },
    )
  }
  return origin
}

/** Where the page stands once it is built; the same seen from sources and from the build. */
const BUILT_PAGE = fileURLToPath(new URL('../../web/dist', import.meta.url))

function inRange(name: string, value: number, min: number, max: number, whole = true): number {
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new TapedeckError(
      'BAD_OPTION',
      `--${name} ${value} is not a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
      {
        option: name,
        value,
        min,
        max,
      },
    )
  }
  return value
}
