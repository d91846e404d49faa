/** docs/instruments.md against the program. */

import { describe, expect, it } from 'vitest'
import page from '../../../../docs/instruments.md?raw'
import { CALENDAR_NAMES } from '../calendar/calendars.ts'
import { codeIn, rowsOf, sectionOf, tableIn } from '../forms/documented.fixture.ts'
import { CALENDAR_FIELDS, PHASE_FIELDS } from './calendar-schema.ts'
import { CLASS_NAMES, INSTRUMENT_CLASSES, type ClassName, type InstrumentClass } from './classes.ts'
import { ENTRY_FIELDS } from './entry-fields.ts'
import { FILE_FIELDS, parseInstrumentsFile } from './instruments-file.ts'

/** What the documentation says of a class, by key. */
const CLASS_CELLS: Readonly<Record<string, (kind: InstrumentClass) => unknown>> = {
  assetClass: (kind) => kind.assetClass,
  venue: (kind) => kind.venue,
  barSource: (kind) => kind.barSource,
  dayStart: ({ dayStart }) => `${dayStart.time} ${dayStart.timeZone}`,
  sizeIncrement: (kind) => kind.sizeIncrement ?? 'by `size`',
  lotSize: (kind) => kind.lotSize ?? '`sizeIncrement`',
  halfSpread: (kind) => (kind.halfSpread === null ? 'none' : `${kind.halfSpread} × price`),
  eta: (kind) => kind.eta ?? 'none',
  tradesPerSecond: (kind) => kind.tradesPerSecond,
  ordersPerTrade: (kind) => kind.ordersPerTrade,
  dailyVolatility: (kind) => kind.dailyVolatility,
  volatilityContrast: (kind) => kind.volatilityContrast,
  tailIndex: (kind) => kind.tailIndex,
  leverageFast: (kind) => kind.leverageFast,
  leverageSlow: (kind) => kind.leverageSlow,
  overnightShare: (kind) => kind.overnightShare,
  season: (kind) => kind.season,
  factor: (kind) => kind.factor,
  factorLoading: (kind) => kind.factorLoading,
  'real calendar': (kind) => kind.realCalendar,
}

const figuresOf = (name: ClassName): readonly string[] =>
  Object.values(CLASS_CELLS).map((cellOf) => String(cellOf(INSTRUMENT_CLASSES[name])))

describe('docs/instruments.md', () => {
  it('has the keys as they are', () => {
    expect(tableIn(sectionOf(page, 'The file'))).toEqual(rowsOf(FILE_FIELDS))
    expect(tableIn(sectionOf(page, 'An instrument'))).toEqual(rowsOf(ENTRY_FIELDS))
    const [calendar, phase] = sectionOf(page, 'A calendar').split('A phase of a day:')
    expect(tableIn(calendar ?? '')).toEqual(rowsOf(CALENDAR_FIELDS))
    expect(tableIn(phase ?? '')).toEqual(rowsOf(PHASE_FIELDS))
  })

  it('has the classes as they are', () => {
    const [meanings, figures] = sectionOf(page, 'Classes').split('What they have:')
    expect(tableIn(meanings ?? '')).toEqual(
      CLASS_NAMES.map((name) => [`\`${name}\``, INSTRUMENT_CLASSES[name].meaning]),
    )
    const columns = CLASS_NAMES.map(figuresOf)
    expect(tableIn(figures ?? '')).toEqual(
      Object.keys(CLASS_CELLS).map((key, row) => [
        key in ENTRY_FIELDS ? `\`${key}\`` : key,
        ...columns.map((cells) => cells[row]),
      ]),
    )
  })

  it('names the calendars that are built in', () => {
    const names = tableIn(sectionOf(page, 'Calendars')).map(([name]) => name)
    expect(names).toEqual(CALENDAR_NAMES.map((name) => `\`${name}\``))
  })

  it('shows files that can be read', () => {
    const examples = codeIn(page, 'json')
    expect(examples).toHaveLength(2)
    const files = examples.map((example) => parseInstrumentsFile(JSON.parse(example), 'my-market.json'))
    expect(files.map(({ instruments, calendars }) => [instruments.length, calendars.length])).toEqual([
      [32, 0],
      [3, 1],
    ])
  })

  it('shows what mistakes are told', () => {
    const [shown = ''] = codeIn(sectionOf(page, 'Mistakes'), 'text')
    const coin = { symbol: 'X-USD', class: 'crypto', price: 1, tickSize: 0.001, size: 10 }
    const mistakes = [
      { ...coin, price: '1' },
      { ...coin, tickSze: 0.1 },
      { ...coin, calendar: 'us-equities' },
    ]
    const told = mistakes.map((mistake) => {
      try {
        parseInstrumentsFile({ instruments: [mistake] }, 'my-market.json')
      } catch (thrown) {
        return (thrown as Error).message
      }
      return 'nothing'
    })
    expect(shown.trim().split('\n')).toEqual(told)
  })
})
