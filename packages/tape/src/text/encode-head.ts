/** The lines of a text tape around its events: header, history, end. Mirrors decode-head.ts. */

import { formatNotional, formatScaled, TapedeckError, type HistoryBar } from '@tapedeck/protocol'
import type { Simulation, TapeHeader } from '../header.ts'
import type { TapeSummary } from '../sink.ts'
import { encodeBase64 } from './base64.ts'
import { instrumentRecord } from './instrument-record.ts'
import type { InstrumentTable } from './instrument-table.ts'

/** The version of the text form; a reader refuses greater ones. */
export const TEXT_VERSION = 1

/** Bars on one history line: few enough to look at, enough that a year of them is no long list of lines. */
const BARS_PER_LINE = 500

/** The first line of a tape. */
export function encodeHeader(header: TapeHeader): string {
  return JSON.stringify({
    tapedeck: TEXT_VERSION,
    tapeId: header.tapeId,
    epoch: header.epoch,
    source: header.source,
    name: header.name,
    start: header.start,
    simulation: header.simulation === null ? null : simulationRecord(header.simulation),
    instruments: header.instruments.map(instrumentRecord),
  })
}

function simulationRecord({ seed, model, scenario, market }: Simulation): object {
  return { seed, model, scenario, ...(market === null ? {} : { market }) }
}

/** The line of a deck's state at the start. */
export function encodeOpening(state: Uint8Array): string {
  return JSON.stringify({ type: 'keyframe', state: encodeBase64(state) })
}

/** Lines of bars in their given order; a new line begins with each instrument and interval. */
export function* encodeHistory(history: Iterable<HistoryBar>, table: InstrumentTable): Generator<string> {
  let bars: HistoryBar[] = []
  for (const bar of history) {
    const [first] = bars
    if (first !== undefined && (bars.length === BARS_PER_LINE || !isSameSeries(bar, first))) {
      yield historyLine(bars, first, table)
      bars = []
    }
    bars.push(bar)
  }
  const [first] = bars
  if (first !== undefined) yield historyLine(bars, first, table)
}

function isSameSeries(bar: HistoryBar, first: HistoryBar): boolean {
  return bar.instrumentId === first.instrumentId && bar.interval === first.interval
}

function historyLine(bars: readonly HistoryBar[], first: HistoryBar, table: InstrumentTable): string {
  const instrument = table.byId(first.instrumentId)
  const reference = table.reference(first.instrumentId)
  if (instrument === undefined || reference === undefined) {
    throw new TapedeckError(
      'TAPE_CORRUPT',
      `history of instrument ${first.instrumentId}, which is not in the tape's header`,
      {
        instrumentId: first.instrumentId,
      },
    )
  }
  const { pricePrecision, sizePrecision } = instrument
  const texts = bars.map((bar) =>
    JSON.stringify([
      bar.tsOpen,
      formatScaled(bar.open, pricePrecision),
      formatScaled(bar.high, pricePrecision),
      formatScaled(bar.low, pricePrecision),
      formatScaled(bar.close, pricePrecision),
      formatScaled(bar.volume, sizePrecision),
      formatNotional(bar.notional, instrument),
      bar.tradeCount,
    ]),
  )
  return `{"type":"history",${reference},"interval":"${first.interval}","bars":[${texts.join(',')}]}`
}

/** The last line: what a reader must have counted and summed when it arrives there. */
export function encodeEnd(summary: TapeSummary): string {
  return JSON.stringify({ type: 'end', events: summary.events, digest: summary.digest })
}
