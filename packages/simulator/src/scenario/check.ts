/** Whether scenarios fit a market and each other, before anything starts: a walk through what they do to its instruments. */

import {
  parseSpan,
  SCALED_LIMIT,
  powerOfTen,
  TapedeckError,
  toDecimal,
  type Instrument,
  type Micros,
} from '@tapedeck/protocol'
import { CheckedMarket, type CheckedRow, type Closing } from './checked-market.ts'
import {
  MOST_LISTINGS,
  type Fault,
  type PriceTargetStep,
  type Scenario,
  type Step,
  type TickSizeStep,
} from './scenario.ts'

/** A step or a fault, and where it stands. */
interface Item {
  readonly scenario: string
  /** `steps[2]`. */
  readonly path: string
  /** When it begins, tape time. */
  readonly from: number
  readonly step: Step | Fault
}

/** Checks one scenario that starts in a market of these instruments. Throws `BAD_SCENARIO`. */
export function checkScenario(scenario: Scenario, instruments: readonly Instrument[], start: Micros): void {
  checkScenarios([scenario], instruments, start)
}

/** Checks scenarios that start together in a market of these instruments. Throws `BAD_SCENARIO`. */
export function checkScenarios(
  scenarios: readonly Scenario[],
  instruments: readonly Instrument[],
  start: Micros,
): void {
  checkStarted(
    scenarios.map((scenario) => ({ scenario, at: start })),
    instruments,
  )
}

/**
 * Checks all scenarios of a tape, each started at its time, against the instruments that the tape began with: every symbol is
 * known when a step needs it, none comes twice, nothing closes a symbol that something else closes, prices and tick sizes
 * fit. Throws `BAD_SCENARIO` naming scenario, place, value and way out.
 */
export function checkStarted(
  started: readonly { readonly scenario: Scenario; readonly at: Micros }[],
  instruments: readonly Instrument[],
): void {
  const items = [...itemsOf(started, 'steps'), ...itemsOf(started, 'faults')].sort(
    (one, other) => one.from - other.from,
  )
  const market = new CheckedMarket(instruments)
  const listings = items.filter(({ step }) => step.kind === 'list')
  for (const { step } of listings) if (step.symbols !== 'all') market.expect(step.symbols, step.at)
  const tooMany = listings[MOST_LISTINGS]
  if (tooMany !== undefined) {
    reject(tooMany, '', `is listing ${MOST_LISTINGS + 1}: a tape has room for ${MOST_LISTINGS}`)
  }
  for (const item of items) checkItem(item, market)
}

function itemsOf(
  started: readonly { readonly scenario: Scenario; readonly at: Micros }[],
  list: 'steps' | 'faults',
): readonly Item[] {
  return started.flatMap(({ scenario, at }) =>
    scenario[list].map((step, index) => ({
      scenario: scenario.name,
      path: `${list}[${index}]`,
      from: at + parseSpan(step.at),
      step,
    })),
  )
}

function checkItem(item: Item, market: CheckedMarket): void {
  const { step } = item
  if (step.kind === 'list') {
    const { instrument } = step.instrument
    const taken = market.whyTaken(instrument.symbol)
    if (taken !== undefined) reject(item, 'instrument', `lists ${instrument.symbol}, but ${taken}`)
    if (!market.hasCalendar(instrument.calendar)) {
      reject(
        item,
        'instrument.calendar',
        `is ${instrument.calendar}, which no instrument of the market has, and is not built in`,
      )
    }
    market.enter(instrument)
    return
  }
  const rows = rowsOf(item, market)
  const closing = closingOf(item)
  if (closing !== undefined) for (const row of rows) checkClosing(item, row, closing)
  for (const row of rows) checkRow(item, row, market)
}

function checkRow(item: Item, row: CheckedRow, market: CheckedMarket): void {
  const { step } = item
  switch (step.kind) {
    case 'price-target':
      checkPrices(item, step, row)
      return
    case 'tick-size':
      checkTickSize(item, step, row)
      return
    case 'rename': {
      const taken = market.whyTaken(step.to)
      if (taken !== undefined) reject(item, 'to', `renames ${row.symbol} to ${step.to}, but ${taken}`)
      market.rename(row, step.to, step.at)
      return
    }
    case 'delist':
      market.leave(row, step.at)
      return
    default:
  }
}

/** The instruments that an item concerns. */
function rowsOf(item: Item, market: CheckedMarket): readonly CheckedRow[] {
  const { symbols } = item.step
  if (symbols === 'all') return market.rows()
  return symbols.map((symbol, index) => {
    const row = market.row(symbol)
    return row ?? reject(item, `symbols[${index}]`, `names ${symbol}, ${market.whyUnknown(symbol)}`)
  })
}

/** When an item closes its instruments to usual trading, or may do so. */
function closingOf({ step, from, scenario, path }: Item): Closing | undefined {
  const until = (...spans: readonly string[]): Closing => {
    const to = spans.reduce((sum, span) => sum + parseSpan(span), from)
    return { from, to, place: `scenario ${scenario}: ${path}`, kind: step.kind }
  }
  switch (step.kind) {
    case 'halt':
      return until(step.for, step.auction)
    case 'auction':
      return until(step.for)
    case 'limit-bands':
      // a pause may begin at the very end
      return until(step.for, step.pause, step.auction)
    case 'split':
      return until(step.closedFor)
    default:
      return undefined
  }
}

function checkClosing(item: Item, row: CheckedRow, closing: Closing): void {
  const other = row.closings.find(({ from, to }) => closing.from < to && from < Math.max(closing.to, closing.from + 1))
  if (other !== undefined) {
    const rule = `would close ${row.symbol} within the ${other.kind} of ${other.place}: let one end before the other begins`
    reject(item, '', rule)
  }
  row.closings.push(closing)
}

function checkPrices(item: Item, step: PriceTargetStep, row: CheckedRow): void {
  const { pricePrecision } = row.instrument
  step.points.forEach(({ price }, index) => {
    if (Math.abs(price) * powerOfTen(pricePrecision) < SCALED_LIMIT - 1) return
    const most = toDecimal(SCALED_LIMIT, pricePrecision)
    const rule = `is ${price}: prices of ${row.symbol}, which have ${pricePrecision} decimals, must be between -${most} and ${most}`
    reject(item, `points[${index}].price`, rule)
  })
}

/** How far a tick size may be from a whole number of the last decimal for the sake of binary fractions. */
const NEARLY_WHOLE = 1e-9

function checkTickSize(item: Item, { times }: TickSizeStep, row: CheckedRow): void {
  const { pricePrecision } = row.instrument
  const scaled = row.tickSize * times
  const tickSize = Math.round(scaled)
  if (tickSize < 1 || Math.abs(scaled - tickSize) > NEARLY_WHOLE * tickSize) {
    const rule = `is ${times}: so many times the tick size ${toDecimal(row.tickSize, pricePrecision)} of ${row.symbol} must be a price of ${pricePrecision} decimals`
    reject(item, 'times', rule)
  }
  row.tickSize = tickSize
}

function reject({ scenario, path, step }: Item, field: string, rule: string): never {
  const place = field === '' ? path : `${path}.${field}`
  throw new TapedeckError('BAD_SCENARIO', `scenario ${scenario}: ${place} ${rule}`, {
    scenario,
    path: place,
    kind: step.kind,
  })
}
