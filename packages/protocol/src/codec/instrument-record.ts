/** An instrument's static data as bytes: in events of a tape and in saved state alike. */

import { TapedeckError } from '../errors.ts'
import { checkInstrument, type AssetClass, type BarSource, type Instrument } from '../instrument.ts'
import type { TimeZone } from '../time-zone.ts'
import type { ScaledPrice, ScaledSize } from '../units.ts'
import { corruptBytes, type ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** Every field in the order of the type; `replaces` is 0 where there is none. */
export function writeInstrument(writer: ByteWriter, instrument: Instrument): void {
  writer.uint(instrument.id)
  writer.text(instrument.symbol)
  writer.text(instrument.name)
  writer.text(instrument.venue)
  writer.text(instrument.assetClass)
  writer.text(instrument.currency)
  writer.uint(instrument.pricePrecision)
  writer.int(instrument.tickSize)
  writer.uint(instrument.sizePrecision)
  writer.int(instrument.sizeIncrement)
  writer.int(instrument.lotSize)
  writer.text(instrument.barSource)
  writer.text(instrument.dayStart.time)
  writer.text(instrument.dayStart.timeZone)
  writer.text(instrument.calendar)
  writer.uint(instrument.replaces ?? 0)
}

/** Reads and checks an instrument. Throws `TAPE_CORRUPT`. */
export function readInstrument(reader: ByteReader): Instrument {
  const instrument = {
    id: reader.uint(),
    symbol: reader.text(),
    name: reader.text(),
    venue: reader.text(),
    assetClass: reader.text() as AssetClass,
    currency: reader.text(),
    pricePrecision: reader.uint(),
    tickSize: reader.int() as ScaledPrice,
    sizePrecision: reader.uint(),
    sizeIncrement: reader.int() as ScaledSize,
    lotSize: reader.int() as ScaledSize,
    barSource: reader.text() as BarSource,
    dayStart: { time: reader.text(), timeZone: reader.text() as TimeZone },
    calendar: reader.text(),
  }
  const replaces = reader.uint()
  try {
    // checks the words too, which are only texts as yet
    return checkInstrument(replaces === 0 ? instrument : { ...instrument, replaces })
  } catch (thrown) {
    throw corruptBytes(`holds no valid instrument: ${thrown instanceof TapedeckError ? thrown.message : ''}`)
  }
}
