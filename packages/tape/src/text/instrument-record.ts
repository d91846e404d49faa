/** The static data of an instrument as JSON: on a tape's first line, and on the lines of `instrument` events. */

import {
  ASSET_CLASSES,
  BAR_SOURCES,
  checkInstrument,
  TIME_ZONES,
  type Instrument,
  type ScaledPrice,
  type ScaledSize,
} from '@tapedeck/protocol'
import { checkFields, corruptLine, intField, oneOfField, recordField, textField, type LinePlace } from './fields.ts'

const INSTRUMENT_FIELDS: readonly (keyof Instrument)[] = [
  'id',
  'symbol',
  'name',
  'venue',
  'assetClass',
  'currency',
  'pricePrecision',
  'tickSize',
  'sizePrecision',
  'sizeIncrement',
  'lotSize',
  'barSource',
  'dayStart',
  'calendar',
  'replaces',
]

/** An instrument as JSON carries it, keys in a fixed order. */
export function instrumentRecord(instrument: Instrument): object {
  return {
    id: instrument.id,
    symbol: instrument.symbol,
    name: instrument.name,
    venue: instrument.venue,
    assetClass: instrument.assetClass,
    currency: instrument.currency,
    pricePrecision: instrument.pricePrecision,
    tickSize: instrument.tickSize,
    sizePrecision: instrument.sizePrecision,
    sizeIncrement: instrument.sizeIncrement,
    lotSize: instrument.lotSize,
    barSource: instrument.barSource,
    dayStart: { time: instrument.dayStart.time, timeZone: instrument.dayStart.timeZone },
    calendar: instrument.calendar,
    ...(instrument.replaces === undefined ? {} : { replaces: instrument.replaces }),
  }
}

/** Reads an instrument's static data: types here, sense by `checkInstrument`. */
export function decodeInstrument(value: unknown, field: string, place: LinePlace): Instrument {
  const record = recordField(value, field, place)
  checkFields(record, INSTRUMENT_FIELDS, place)
  const dayStart = recordField(record.dayStart, `${field}.dayStart`, place)
  checkFields(dayStart, ['time', 'timeZone'], place)
  const instrument: Instrument = {
    id: intField(record.id, `${field}.id`, place),
    symbol: textField(record.symbol, `${field}.symbol`, place),
    name: textField(record.name, `${field}.name`, place),
    venue: textField(record.venue, `${field}.venue`, place),
    assetClass: oneOfField(record.assetClass, `${field}.assetClass`, ASSET_CLASSES, place),
    currency: textField(record.currency, `${field}.currency`, place),
    pricePrecision: intField(record.pricePrecision, `${field}.pricePrecision`, place),
    tickSize: intField(record.tickSize, `${field}.tickSize`, place) as ScaledPrice,
    sizePrecision: intField(record.sizePrecision, `${field}.sizePrecision`, place),
    sizeIncrement: intField(record.sizeIncrement, `${field}.sizeIncrement`, place) as ScaledSize,
    lotSize: intField(record.lotSize, `${field}.lotSize`, place) as ScaledSize,
    barSource: oneOfField(record.barSource, `${field}.barSource`, BAR_SOURCES, place),
    dayStart: {
      time: textField(dayStart.time, `${field}.dayStart.time`, place),
      timeZone: oneOfField(dayStart.timeZone, `${field}.dayStart.timeZone`, TIME_ZONES, place),
    },
    calendar: textField(record.calendar, `${field}.calendar`, place),
    ...(record.replaces === undefined ? {} : { replaces: intField(record.replaces, `${field}.replaces`, place) }),
  }
  try {
    return checkInstrument(instrument)
  } catch (thrown) {
    throw corruptLine(place, thrown instanceof Error ? thrown.message : String(thrown), thrown)
  }
}
