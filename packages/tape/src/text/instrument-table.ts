/** The instruments of a text tape at a place on it: lines name a symbol, events an id. Encoder and decoder keep one each. */

import { TapedeckError, type Instrument } from '@tapedeck/protocol'
import { corruptField, intField, textField, type LinePlace, type LineRecord } from './fields.ts'

export interface InstrumentTable {
  /** Adds an instrument, or replaces its static data. Throws `BAD_INSTRUMENT` when a precision would change under an id. */
  enter(instrument: Instrument): void
  byId(id: number): Instrument | undefined
  /** The instrument that entered last under the symbol. */
  bySymbol(symbol: string): Instrument | undefined
  /**
   * The JSON fields that name an instrument on a line: its symbol, and its id too where the symbol has passed to another
   * instrument. Undefined when the id is not in the table.
   */
  reference(id: number): string | undefined
}

export function createInstrumentTable(instruments: readonly Instrument[]): InstrumentTable {
  const byId = new Map<number, Instrument>()
  const bySymbol = new Map<string, Instrument>()
  const references = new Map<number, string>()

  const enter = (instrument: Instrument): void => {
    const before = byId.get(instrument.id)
    if (before !== undefined) {
      for (const field of ['pricePrecision', 'sizePrecision'] as const) {
        if (before[field] !== instrument[field]) {
          throw new TapedeckError(
            'BAD_INSTRUMENT',
            `instrument ${instrument.symbol}: ${field} changes from ${before[field]} to ${instrument[field]} under id ` +
              `${instrument.id}; give it a new id that replaces ${instrument.id}`,
            { symbol: instrument.symbol, field, value: instrument[field] },
          )
        }
      }
      if (bySymbol.get(before.symbol)?.id === instrument.id) bySymbol.delete(before.symbol)
    }
    byId.set(instrument.id, instrument)
    bySymbol.set(instrument.symbol, instrument)
    // the symbol may have been another's: that one's reference changes too
    references.clear()
  }
  for (const instrument of instruments) enter(instrument)

  return {
    enter,
    byId: (id) => byId.get(id),
    bySymbol: (symbol) => bySymbol.get(symbol),
    reference(id) {
      const known = references.get(id)
      if (known !== undefined) return known
      const instrument = byId.get(id)
      if (instrument === undefined) return undefined
      const symbol = `"symbol":${JSON.stringify(instrument.symbol)}`
      const made = bySymbol.get(instrument.symbol)?.id === id ? symbol : `${symbol},"id":${id}`
      references.set(id, made)
      return made
    },
  }
}

/** The instrument that a line names by its symbol, or by its id where the symbol has passed to another. */
export function instrumentOf(record: LineRecord, table: InstrumentTable, place: LinePlace): Instrument {
  const symbol = textField(record.symbol, 'symbol', place)
  const instrument = record.id === undefined ? table.bySymbol(symbol) : table.byId(intField(record.id, 'id', place))
  if (instrument === undefined) {
    throw corruptField(place, 'symbol', symbol, "is not in the tape's instrument table at this place")
  }
  if (instrument.symbol !== symbol) {
    throw corruptField(place, 'id', record.id, `is the instrument ${instrument.symbol}, not ${symbol}`)
  }
  return instrument
}
