import { TapedeckError, type Instrument } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { CLASS_NAMES } from './classes.ts'
import { DEFAULT_ENTRIES, DEFAULT_INSTRUMENTS } from './default-instruments.ts'
import { buildInstrument, type InstrumentEntry } from './entry.ts'
import { checkSimulated, type SimulationParameters } from './simulated-instrument.ts'

const share: InstrumentEntry = { symbol: 'ACME', class: 'us-equity', price: 50, tickSize: 0.01, size: 100 }

describe('an instrument as people write it', () => {
  it('has what its class has where nothing else is said', () => {
    expect(buildInstrument(share, 7)).toEqual({
      instrument: {
        id: 7,
        symbol: 'ACME',
        name: 'ACME',
        venue: 'SIM-EQUITY',
        assetClass: 'equity',
        currency: 'USD',
        pricePrecision: 2,
        tickSize: 1,
        sizePrecision: 0,
        sizeIncrement: 1,
        lotSize: 100,
        barSource: 'trade',
        dayStart: { time: '00:00', timeZone: 'America/New_York' },
        calendar: '24/7',
      },
      parameters: {
        referencePrice: 5_000,
        tradesPerSecond: 0.5,
        ordersPerTrade: 12,
        dailyVolatility: 0.017,
        volatilityContrast: 1.55,
        tailIndex: 3.2,
        leverageFast: 0.15,
        leverageSlow: 0.1,
        spread: { kind: 'half', ticks: 0.5 },
        typicalSize: 100,
        restingSize: 400,
        season: 'reverse-j',
        overnightShare: 0,
        factor: 'equity',
        factorLoading: 0.5,
      },
    })
  })

  it('has what it says where it says something', () => {
    const said = {
      name: 'Acme Corporation',
      venue: 'HERE',
      assetClass: 'index',
      currency: 'EUR',
      pricePrecision: 4,
      restingSize: 30,
      sizeIncrement: 0.5,
      sizePrecision: 2,
      lotSize: 10,
      barSource: 'mid',
      dayStart: '17:00 UTC',
      calendar: 'us-equity',
      tradesPerSecond: 3,
      dailyVolatility: 0.1,
      halfSpread: 2.5,
      season: 'flat',
      factor: null,
    } as const
    const { instrument, parameters } = buildInstrument({ ...share, ...said }, 1)
    const { name, venue, assetClass, currency, pricePrecision, sizePrecision, barSource, calendar } = said
    expect(instrument).toMatchObject({ name, venue, assetClass, currency, pricePrecision, sizePrecision, barSource })
    expect(instrument).toMatchObject({ tickSize: 100, sizeIncrement: 50, lotSize: 1_000, calendar })
    expect(instrument.dayStart).toEqual({ time: '17:00', timeZone: 'UTC' })
    expect(parameters).toMatchObject({ tradesPerSecond: 3, dailyVolatility: 0.1, season: 'flat', factor: null })
    expect(parameters).toMatchObject({ referencePrice: 500_000, typicalSize: 10_000, restingSize: 3_000 })
    expect(parameters).toMatchObject({ spread: { kind: 'half', ticks: 2.5 }, overnightShare: 0.25 })
  })

  it('has as many decimals as its steps, however small', () => {
    const coin = { symbol: 'TINY-USD', class: 'crypto-tiny', price: 8.123e-9, tickSize: 1e-12, size: 1e6 } as const
    const { instrument, parameters } = buildInstrument(coin, 1)
    expect(instrument).toMatchObject({
      pricePrecision: 12,
      tickSize: 1,
      sizePrecision: 0,
      sizeIncrement: 1,
      lotSize: 1,
    })
    expect(parameters).toMatchObject({ referencePrice: 8_123, spread: { kind: 'zone', eta: 0.25 } })
    const finer = (size: number): Instrument => buildInstrument({ ...coin, size }, 1).instrument
    expect(finer(12).sizePrecision).toBe(5)
    expect(finer(0.01).sizePrecision).toBe(8)
  })

  it('of currencies is priced in the second one', () => {
    const pair = { symbol: 'EUR-SEK', class: 'fx-major', price: 11.2, tickSize: 0.0001, size: 100_000 } as const
    expect(buildInstrument(pair, 1).instrument).toMatchObject({
      currency: 'SEK',
      lotSize: 100_000,
      sizeIncrement: 1_000,
    })
  })

  it('may have a quote of one tick', () => {
    expect(buildInstrument({ ...share, eta: 0.1 }, 1).parameters.spread).toEqual({ kind: 'zone', eta: 0.1 })
  })

  it.each<[Partial<InstrumentEntry>, string]>([
    [{ lotSize: 150, sizeIncrement: 100 }, 'instrument ACME: lotSize 150 must be a multiple of sizeIncrement 100'],
    [{ tickSize: 0.001, pricePrecision: 2 }, 'instrument ACME: tickSize 0.001 has more than 2 decimals'],
    [{ sizeIncrement: 1e-13 }, 'instrument ACME: sizeIncrement 1e-13 has more than 12 decimals'],
    [{ price: 1e12, pricePrecision: 8 }, 'instrument ACME: price 1000000000000 is too large to have 8 decimals'],
    [{ size: 1e11 }, 'instrument ACME: simulation parameter typicalSize 100000000000 makes daily volume leave'],
  ])('is refused where its figures do not fit: %j', (differing, message) => {
    expect(() => buildInstrument({ ...share, ...differing }, 1)).toThrow(message)
  })
})

describe('the default market', () => {
  it('has thirty instruments under stable ids', () => {
    expect(DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument.id)).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
    expect(new Set(DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument.symbol)).size).toBe(30)
  })

  it('uses every class', () => {
    expect(new Set(DEFAULT_ENTRIES.map((entry) => entry.class))).toEqual(new Set(CLASS_NAMES))
  })
})

describe('simulation parameters', () => {
  const { instrument, parameters } = buildInstrument(share, 1)
  it.each<[Partial<SimulationParameters>, string]>([
    [{ ordersPerTrade: 0.5 }, 'instrument ACME: simulation parameter ordersPerTrade 0.5 must be from 1 to 1000'],
    [{ overnightShare: 0.2 }, 'overnightShare 0.2 must be 0 with the calendar 24/7, which never closes'],
    [{ season: 'summer' as never }, 'season "summer" must be one of flat, reverse-j, three-centres, daily-wave'],
    [
      { spread: { kind: 'half', ticks: 0.1 } },
      'spread {"kind":"half","ticks":0.1} must have ticks from 0.5 to 1000000000',
    ],
    [{ spread: { kind: 'zone', eta: 2 } }, 'spread {"kind":"zone","eta":2} must have an eta from 0 to 1'],
    [{ restingSize: 0 as never }, 'restingSize 0 must be at least sizeIncrement'],
    [{ dailyVolatility: Number.NaN }, 'dailyVolatility null must be from 0 to 0.5'],
  ])('are within their ranges: %j', (differing, message) => {
    const check = () => checkSimulated({ instrument, parameters: { ...parameters, ...differing } })
    expect(check).toThrow(TapedeckError)
    expect(check).toThrow(message)
  })
})
