/** The instrument of imported data: precisions and tick size found in the values, unless they are stated. */

import {
  checkInstrument,
  MAX_PRECISION,
  parseScaled,
  powerOfTen,
  SCALED_LIMIT,
  scaledPrice,
  scaledSize,
  SYMBOL_PATTERN,
  TapedeckError,
  type AssetClass,
  type Instrument,
  type ScaledPrice,
} from '@tapedeck/protocol'
import type { CsvRows } from './csv-rows.ts'
import { inferTickSize } from './decimals.ts'

/** What is known of an instrument besides its data. */
export interface InstrumentOptions {
  /** The symbol on the tape, whatever the files call it. */
  readonly symbol: string
  /** What people call the instrument. Default: the symbol. */
  readonly name?: string | undefined
  readonly venue?: string | undefined
  /** Default `crypto`. The day of `fx` begins at 17:00 in New York, of all others at 00:00 UTC. */
  readonly assetClass?: AssetClass | undefined
  /** Currency of prices. Default: what stands after the last `-` or `_` of the symbol, or else the end of a pair of six letters, or else USD. */
  readonly currency?: string | undefined
  /** Decimals of prices, 0 to 12. Default: as many as the data has. */
  readonly pricePrecision?: number | undefined
  /** Decimals of sizes, 0 to 12. Default: as many as the data has, 8 at most. */
  readonly sizePrecision?: number | undefined
  /** Price step as decimal text. Default: the greatest that all prices are multiples of. */
  readonly tickSize?: string | undefined
}

/** More decimals of size than any large venue quotes. */
const MAX_INFERRED_SIZE_PRECISION = 8
const INSTRUMENT_ID = 1

/** Checks what can be checked without data. Throws `BAD_OPTION`. */
export function checkInstrumentOptions(options: InstrumentOptions): void {
  if (!SYMBOL_PATTERN.test(options.symbol)) {
    throw badOption(
      'symbol',
      options.symbol,
      'must be 1 to 32 letters, digits or . _ - : between them, such as BTC-USDT',
    )
  }
  for (const option of ['pricePrecision', 'sizePrecision'] as const) {
    const precision = options[option]
    if (precision === undefined || (Number.isInteger(precision) && precision >= 0 && precision <= MAX_PRECISION))
      continue
    throw badOption(option, precision, `must be a whole number from 0 to ${MAX_PRECISION}`)
  }
  if (options.tickSize !== undefined) tickDecimals(options.tickSize)
}

/** Decimals that a tick size needs. */
function tickDecimals(tickSize: string): number {
  for (let precision = 0; precision <= MAX_PRECISION; precision++) {
    const tick = parseScaled(tickSize, precision)
    if (tick?.exact === true && tick.value > 0) return precision
  }
  throw badOption(
    'tickSize',
    tickSize,
    `must be a decimal above 0 with at most ${MAX_PRECISION} decimals, such as 0.01`,
  )
}

/** Throws `BAD_OPTION` where a stated precision does not suit the data. */
export function inferInstrument(rows: CsvRows, options: InstrumentOptions): Instrument {
  const { symbol, tickSize: tickText, assetClass = 'crypto' } = options
  const inferred = Math.max(rows.prices.precision(MAX_PRECISION), tickText === undefined ? 0 : tickDecimals(tickText))
  const pricePrecision = options.pricePrecision ?? inferred
  const sizePrecision = options.sizePrecision ?? rows.sizes.precision(MAX_INFERRED_SIZE_PRECISION, rows.volume)
  checkFits('pricePrecision', pricePrecision, rows.prices.greatest)
  checkFits('sizePrecision', sizePrecision, Math.max(rows.sizes.greatest, rows.volume))
  return checkInstrument({
    id: INSTRUMENT_ID,
    symbol,
    name: options.name ?? symbol,
    venue: options.venue ?? 'import',
    assetClass,
    currency: options.currency ?? currencyOf(symbol),
    pricePrecision,
    tickSize: tickText === undefined ? inferTick(rows, pricePrecision) : statedTick(tickText, pricePrecision),
    sizePrecision,
    sizeIncrement: scaledSize(1),
    lotSize: scaledSize(1),
    barSource: rows.trades.ts.length > 0 ? 'trade' : 'mid',
    dayStart:
      assetClass === 'fx' ? { time: '17:00', timeZone: 'America/New_York' } : { time: '00:00', timeZone: 'UTC' },
    calendar: '24/7',
  })
}

function checkFits(option: string, precision: number, greatest: number): void {
  if (greatest * powerOfTen(precision) < SCALED_LIMIT) return
  throw badOption(option, precision, `is too many decimals for ${greatest}: together they pass 10^15`)
}

function currencyOf(symbol: string): string {
  const quoted = /[-_]([A-Za-z0-9]+)$/.exec(symbol)?.[1] ?? /^[A-Za-z]{3}([A-Za-z]{3})$/.exec(symbol)?.[1]
  return quoted?.toUpperCase() ?? 'USD'
}

function statedTick(text: string, precision: number): ScaledPrice {
  const tick = parseScaled(text, precision)
  if (tick?.exact === true) return scaledPrice(tick.value)
  throw badOption('tickSize', text, `has more decimals than the price precision ${precision}`)
}

function inferTick({ quotes, trades }: CsvRows, precision: number): ScaledPrice {
  const power = powerOfTen(precision)
  function* prices(): Generator<number> {
    for (const column of [trades.price, quotes.bid, quotes.ask]) {
      for (const price of column) if (!Number.isNaN(price)) yield Math.round(price * power)
    }
  }
  return scaledPrice(inferTickSize(prices()))
}

function badOption(option: string, value: unknown, rule: string): TapedeckError {
  return new TapedeckError('BAD_OPTION', `${option} ${JSON.stringify(value)} ${rule}`, { option, value })
}
