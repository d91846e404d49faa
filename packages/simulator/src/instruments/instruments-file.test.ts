import { micros, TapedeckError } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../calendar/calendars.ts'
import { DEFAULT_ENTRIES, DEFAULT_INSTRUMENTS } from './default-instruments.ts'
import type { InstrumentEntry } from './entry.ts'
import { parseInstrumentsFile, type InstrumentsFile } from './instruments-file.ts'

const acme: InstrumentEntry = { symbol: 'ACME', class: 'us-equity', price: 50, tickSize: 0.01, size: 100 }
const coin: InstrumentEntry = { symbol: 'X-USD', class: 'crypto', price: 1, tickSize: 0.001, size: 10 }
const morning = {
  name: 'morning',
  timeZone: 'UTC',
  week: { monday: [{ from: '09:00', to: '12:00' }] },
  holidays: ['2026-01-05'],
}

/** What the text of a file gives. */
const read = (value: unknown): InstrumentsFile => parseInstrumentsFile(JSON.parse(JSON.stringify(value)), 'my.json')
const idsOf = ({ instruments }: InstrumentsFile) => instruments.map(({ instrument }) => instrument.id)

describe('a file of instruments', () => {
  it('of the built-in ones gives them again', () => {
    expect(read({ instruments: DEFAULT_ENTRIES })).toEqual({ instruments: DEFAULT_INSTRUMENTS, calendars: [] })
  })

  it('may have them by a word, and others besides', () => {
    expect(read({ default: true })).toEqual({ instruments: DEFAULT_INSTRUMENTS, calendars: [] })
    const { instruments } = read({ default: true, instruments: [acme, { ...coin, id: 32 }, { ...coin, symbol: 'Y' }] })
    expect(instruments.slice(0, 30)).toEqual(DEFAULT_INSTRUMENTS)
    expect(instruments.slice(30).map(({ instrument: { id, symbol } }) => [id, symbol])).toEqual([
      [31, 'ACME'],
      [32, 'X-USD'],
      [33, 'Y'],
    ])
  })

  it('gives ids that are free, in order', () => {
    const entries = ['A', 'B', 'C', 'D'].map((symbol) => ({ ...acme, symbol }))
    expect(idsOf(read({ instruments: entries }))).toEqual([1, 2, 3, 4])
    expect(idsOf(read({ instruments: entries.map((entry, i) => (i === 2 ? { ...entry, id: 1 } : entry)) }))).toEqual([
      2, 3, 1, 4,
    ])
  })

  it('may have calendars that its instruments name', () => {
    const { instruments, calendars } = read({ instruments: [{ ...acme, calendar: 'morning' }], calendars: [morning] })
    expect(instruments[0]).toMatchObject({ instrument: { calendar: 'morning' }, parameters: { overnightShare: 0.25 } })
    expect(calendars).toEqual([
      { ...morning, week: { monday: [{ status: 'trading', from: '09:00', to: '12:00' }] }, halfDays: null },
    ])
    const calendar = createCalendar('morning', calendars)
    const statusAt = (text: string) => calendar.phaseAt(micros(Date.parse(text) * 1_000)).status
    expect(statusAt('2026-01-12T09:00:00Z')).toBe('trading')
    expect(statusAt('2026-01-12T12:00:00Z')).toBe('closed')
    expect(statusAt('2026-01-05T09:00:00Z')).toBe('closed')
  })
})

const withMorning = (differing: object) => ({ instruments: [acme], calendars: [{ ...morning, ...differing }] })

describe('what is wrong is told with the file, its place, what stands there, and what may', () => {
  it.each<[unknown, string]>([
    [null, 'the file is null: must be an object'],
    [[acme], 'the file is an array of 1: must be an object'],
    [{}, 'instruments is missing: must hold one, where "default" is not true'],
    [
      { default: true, instrumnets: [] },
      'the file is an object: has no key "instrumnets"; did you mean "instruments"?',
    ],
    [{ instruments: {} }, 'instruments is an object: must be a list of 0 to 10000'],
    [{ default: 'yes' }, 'default is "yes": must be true or false'],
    [{ instruments: [7] }, 'instruments[0] is 7: must be an object'],
    [
      { instruments: [acme, { ...coin, tickSze: 1 }] },
      'instruments[1] is an object: has no key "tickSze"; did you mean "tickSize"?',
    ],
    [
      { instruments: [{ ...acme, class: 'cripto' }] },
      'instruments[0].class is "cripto": must be one of us-equity, large-tick-equity, dear-equity, fx-major, fx-emerging, crypto, crypto-tiny, index; did you mean "crypto"?',
    ],
    [
      { instruments: [{ ...acme, price: undefined }] },
      'instruments[0].price is missing: must be a number from 1e-12 to 1000000000000',
    ],
    [
      { instruments: [{ ...acme, price: '50' }] },
      'instruments[0].price is "50": must be a number from 1e-12 to 1000000000000',
    ],
    [
      { instruments: [{ ...acme, price: 0.02 }] },
      'instruments[0].price is 0.02: must be several ticks and its spread above 0',
    ],
    [{ instruments: [{ ...acme, dailyVolatility: 5 }] }, 'instruments[0].dailyVolatility is 5: must be from 0 to 0.5'],
    [
      { instruments: [{ ...acme, halfSpread: 1, eta: 0.1 }] },
      'instruments[0].halfSpread is 1: takes the place of eta: leave out one of the two',
    ],
    [{ instruments: [{ ...acme, lotSize: 1.5 }] }, 'instruments[0].lotSize is 1.5: has more than 0 decimals'],
    [
      { instruments: [{ ...acme, size: 1e11 }] },
      'instruments[0].size is 100000000000: makes daily volume leave the exact range: lower sizePrecision',
    ],
    [
      { instruments: [{ ...acme, overnightShare: 0.1 }] },
      'instruments[0].overnightShare is 0.1: must be 0 with the calendar 24/7, which never closes',
    ],
    [
      { instruments: [{ ...acme, symbol: 'A B' }] },
      'instruments[0].symbol is "A B": must be 1 to 32 letters and digits, with . _ - : between them',
    ],
    [{ instruments: [acme, acme] }, 'instruments[1].symbol is "ACME": is also that of instruments[0]'],
    [
      {
        instruments: [
          { ...acme, id: 3 },
          { ...coin, id: 3 },
        ],
      },
      'instruments[1].id is 3: is also that of instruments[0]',
    ],
    [
      { default: true, instruments: [{ ...acme, symbol: 'AAPL' }] },
      'instruments[0].symbol is "AAPL": is also that of the built-in AAPL',
    ],
    [
      { default: true, instruments: [{ ...acme, id: 1 }] },
      'instruments[0].id is 1: is also that of the built-in BTC-USD',
    ],
    [
      { instruments: [{ ...acme, calendar: 'us-equities' }] },
      'instruments[0].calendar is "us-equities": must be one of 24/7, fx, us-equity, lse, us-index; did you mean "us-equity"?',
    ],
    [withMorning({ name: 'fx' }), 'calendars[0].name is "fx": is a built-in calendar: take another name'],
    [
      withMorning({ timeZone: 'Mars' }),
      'calendars[0].timeZone is "Mars": must be one of UTC, America/New_York, Europe/London, Asia/Tokyo',
    ],
    [
      withMorning({ week: { ...morning.week, mondy: [] } }),
      'calendars[0].week is an object: has no key "mondy"; did you mean "monday"?',
    ],
    [withMorning({ week: {} }), 'calendars[0].week is an object: must have a phase of trading'],
    [
      withMorning({ week: { monday: [{ from: '9:00', to: '12:00' }] } }),
      'calendars[0].week.monday[0].from is "9:00": must be a time from 00:00 to 24:00',
    ],
    [
      withMorning({ week: { monday: [{ from: '12:00', to: '09:00' }] } }),
      'calendars[0].week.monday[0].to is "09:00": must be after 12:00',
    ],
    [
      withMorning({ holidays: 'mars' }),
      'calendars[0].holidays is "mars": must be one of none, us-equity, london, fx, or a list of dates such as 2026-12-25',
    ],
    [
      withMorning({ holidays: ['25.12.2026'] }),
      'calendars[0].holidays is an array of 1: must be a date such as 2026-12-25',
    ],
    [
      { instruments: [acme], calendars: [morning, morning] },
      'calendars[1].name is "morning": is also that of another calendar',
    ],
  ])('%#', (value, message) => {
    const error = refusal(value)
    expect(error.code).toBe('BAD_CONFIG')
    expect(error.message).toBe(`my.json: ${message}`)
    expect(error.details).toMatchObject({ file: 'my.json' })
  })

  it('whatever the value is', () => {
    const entries = fc.array(
      fc.record({
        symbol: fc.string(),
        class: fc.constant('index'),
        price: fc.double(),
        size: fc.double(),
        tickSize: fc.double(),
      }),
    )
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ instruments: entries, calendars: fc.array(fc.anything()) })),
        (value) => {
          try {
            parseInstrumentsFile(value, 'my.json')
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'TapedeckError', code: 'BAD_CONFIG' })
          }
        },
      ),
    )
  })

  it('and figures within their ranges make an instrument or are refused', () => {
    const decimal = fc.double({ min: 1e-12, max: 1e12, noNaN: true })
    const entry = fc.record({
      price: decimal,
      tickSize: decimal,
      size: decimal,
      restingSize: decimal,
      lotSize: decimal,
    })
    const classes = fc.constantFrom('us-equity', 'crypto', 'fx-major', 'crypto-tiny')
    fc.assert(
      fc.property(entry, classes, (figures, kind) => {
        try {
          const { instruments } = parseInstrumentsFile({ instruments: [{ symbol: 'A', class: kind, ...figures }] }, 'f')
          expect(instruments).toHaveLength(1)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'BAD_CONFIG', details: { file: 'f' } })
        }
      }),
    )
  })
})

function refusal(value: unknown): TapedeckError {
  try {
    read(value)
  } catch (thrown) {
    if (thrown instanceof TapedeckError) return thrown
    throw thrown
  }
  throw new Error('was not refused')
}
