/** The lines of a text tape around its events: header, history, end. Mirrors decode-head.ts. */

import { formatNotional, formatScaled, TapedeckError, type HistoryBar } from '@tapedeck/protocol'
import type { TapeHeader } from '../header.ts'
import type { TapeSummary } from '../sink.ts'
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
    simulation:
      header.simulation === null
        ? null
        : { seed: header.simulation.seed, model: header.simulation.model, scenario: header.simulation.scenario },
    instruments: header.instruments.map(instrumentRecord),
  })
}

/** Lines of bars in their given order; a new line begins with each instrument and interval. */
export function encodeHistory(history: readonly HistoryBar[], table: InstrumentTable): string[] {
  const lines: string[] = []
  for (let from = 0; from < history.length;) {
    const first = history[from]
    if (first === undefined) break
    let to = from + 1
    while (to < history.length && to - from < BARS_PER_LINE && isSameSeries(history[to], first)) to++
    lines.push(historyLine(history.slice(from, to), first, table))
    from = to
  }
  return lines
}

function isSameSeries(bar: HistoryBar | undefined, first: HistoryBar): boolean {
  return bar?.instrumentId === first.instrumentId && bar.interval === first.interval
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
