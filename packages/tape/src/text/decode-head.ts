/** Reads the lines of a text tape around its events: header, history, end. Mirrors encode-head.ts. */

import {
  INTERVALS,
  TapedeckError,
  type HistoryBar,
  type Micros,
  type Notional,
  type ScaledPrice,
  type ScaledSize,
  type JsonValue,
} from '@tapedeck/protocol'
import type { Simulation, TapeHeader } from '../header.ts'
import type { TapeSummary } from '../sink.ts'
import { decodeBase64 } from './base64.ts'
import { TEXT_VERSION } from './encode-head.ts'
import {
  arrayField,
  checkFields,
  corruptField,
  corruptLine,
  countField,
  decimalField,
  intField,
  isRecord,
  oneOfField,
  recordField,
  textField,
  type LinePlace,
  type LineRecord,
} from './fields.ts'
import { decodeInstrument } from './instrument-record.ts'
import { instrumentOf, type InstrumentTable } from './instrument-table.ts'

/** How every tape's first line begins. */
const BEGIN = '{"tapedeck":'
const HEADER_FIELDS = ['tapedeck', 'tapeId', 'epoch', 'source', 'name', 'start', 'simulation', 'instruments']

/** Reads the first line. Throws `TAPE_FOREIGN` when it is no tape's, `TAPE_VERSION` when it is a newer one's. */
export function decodeHeader(line: string, place: LinePlace): TapeHeader {
  const record = parseHeader(line, place)
  const version = record.tapedeck
  if (typeof version === 'number' && version > TEXT_VERSION) {
    throw new TapedeckError(
      'TAPE_VERSION',
      `${place.name} has format ${version}, and this program reads up to ${TEXT_VERSION}: use a newer Tapedeck`,
      { tape: place.name, version },
    )
  }
  if (version !== TEXT_VERSION) throw foreign(place)
  checkFields(record, HEADER_FIELDS, place)
  const ids = new Set<number>()
  const instruments = arrayField(record.instruments, 'instruments', place).map((item, index) => {
    const instrument = decodeInstrument(item, `instruments[${index}]`, place)
    if (ids.has(instrument.id)) throw corruptField(place, `instruments[${index}].id`, instrument.id, 'is there twice')
    ids.add(instrument.id)
    return instrument
  })
  return {
    tapeId: textField(record.tapeId, 'tapeId', place),
    epoch: textField(record.epoch, 'epoch', place),
    source: oneOfField(record.source, 'source', ['simulator', 'file', 'import'], place),
    name: textField(record.name, 'name', place),
    start: intField(record.start, 'start', place) as Micros,
    simulation: record.simulation === null ? null : decodeSimulation(record.simulation, place),
    instruments,
  }
}

function parseHeader(line: string, place: LinePlace): LineRecord {
  let parsed: unknown
  try {
    // some editors put a byte order mark first
    parsed = JSON.parse(line.startsWith('\uFEFF') ? line.slice(1) : line)
  } catch (thrown) {
    throw line.startsWith(BEGIN) ? corruptLine(place, 'the header is not JSON', thrown) : foreign(place)
  }
  if (!isRecord(parsed)) throw foreign(place)
  return parsed
}

/** The error of a first line that cannot be read at all: a damaged tape, or something else from the start. */
export function unreadableHeader(bytes: Uint8Array, place: LinePlace): TapedeckError {
  for (let i = 0; i < BEGIN.length; i++) if (bytes[i] !== BEGIN.charCodeAt(i)) return foreign(place)
  return corruptLine({ ...place, line: 1 }, 'the header is damaged or cut off: the rest cannot be read without it')
}

function foreign(place: LinePlace): TapedeckError {
  return new TapedeckError(
    'TAPE_FOREIGN',
    `${place.name} is not a tape: its first line is not {"tapedeck":1,...}. CSV files are brought in by \`npm run import\``,
    { tape: place.name },
  )
}

function decodeSimulation(value: unknown, place: LinePlace): Simulation {
  const record = recordField(value, 'simulation', place)
  checkFields(record, ['seed', 'model', 'scenario', 'market'], place)
  return {
    seed: intField(record.seed, 'simulation.seed', place),
    model: intField(record.model, 'simulation.model', place),
    scenario: record.scenario === null ? null : textField(record.scenario, 'simulation.scenario', place),
    // from JSON, and for the simulator alone to understand
    market: record.market === undefined ? null : (record.market as JsonValue),
  }
}

/** Reads the line of a deck's state at the start. */
export function decodeOpening(record: LineRecord, place: LinePlace): Uint8Array {
  checkFields(record, ['type', 'state'], place)
  const state = decodeBase64(textField(record.state, 'state', place))
  if (state === undefined) throw corruptField(place, 'state', record.state, 'is not base64')
  return state
}

/** Reads a line of bars. */
export function decodeHistory(record: LineRecord, table: InstrumentTable, place: LinePlace): HistoryBar[] {
  checkFields(record, ['type', 'symbol', 'id', 'interval', 'bars'], place)
  const instrument = instrumentOf(record, table, place)
  const interval = oneOfField(record.interval, 'interval', INTERVALS, place)
  const { id: instrumentId, pricePrecision, sizePrecision } = instrument
  return arrayField(record.bars, 'bars', place).map((item, index) => {
    const name = `bars[${index}]`
    const parts = arrayField(item, name, place)
    if (parts.length !== 8) {
      throw corruptField(place, name, item, 'must be [tsOpen, open, high, low, close, volume, notional, tradeCount]')
    }
    const [tsOpen, open, high, low, close, volume, notional, tradeCount] = parts
    return {
      instrumentId,
      interval,
      tsOpen: intField(tsOpen, `${name} tsOpen`, place) as Micros,
      open: decimalField(open, `${name} open`, pricePrecision, place) as ScaledPrice,
      high: decimalField(high, `${name} high`, pricePrecision, place) as ScaledPrice,
      low: decimalField(low, `${name} low`, pricePrecision, place) as ScaledPrice,
      close: decimalField(close, `${name} close`, pricePrecision, place) as ScaledPrice,
      volume: decimalField(volume, `${name} volume`, sizePrecision, place) as ScaledSize,
      notional: notionalField(notional, `${name} notional`, pricePrecision + sizePrecision, place),
      tradeCount: countField(tradeCount, `${name} tradeCount`, place),
    }
  })
}

/** 10^15: what one limb of a notional holds. */
const LIMB = 1_000_000_000_000_000n

function notionalField(value: unknown, field: string, precision: number, place: LinePlace): Notional {
  const match = typeof value === 'string' ? /^(-?)(\d{1,40})(?:\.(\d{1,24}))?$/.exec(value) : null
  const [, sign, whole = '', fraction = ''] = match ?? []
  if (match === null || fraction.length > precision) {
    throw corruptField(place, field, value, `must be decimal text with at most ${precision} decimals`)
  }
  const magnitude = BigInt(whole + fraction.padEnd(precision, '0'))
  const scaled = sign === '-' ? -magnitude : magnitude
  // floor division: the low limb is never negative
  const low = ((scaled % LIMB) + LIMB) % LIMB
  const high = (scaled - low) / LIMB
  if (high >= LIMB || high <= -LIMB) throw corruptField(place, field, value, 'is out of range')
  return { high: Number(high), low: Number(low) }
}

/** Reads the last line. */
export function decodeEnd(record: LineRecord, place: LinePlace): TapeSummary {
  checkFields(record, ['type', 'events', 'digest'], place)
  return { events: countField(record.events, 'events', place), digest: textField(record.digest, 'digest', place) }
}
