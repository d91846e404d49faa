/** All alerts of a person and what became of them, as they are kept. Each change makes a new book. */

import { SYMBOL_PATTERN } from '@tapedeck/protocol'
import { ALERT_KINDS, DIRECTIONS, type AlertKind, type AlertRule, type AlertWish, type Crossing } from './alert-rule.ts'

/** What the deck said of itself when an alert fired. */
export const FIRED_ON = ['LIVE', 'REPLAY', 'SCENARIO'] as const
export type FiredOn = (typeof FIRED_ON)[number]

/** An alert that has fired. */
export interface FiredAlert {
  readonly id: string
  readonly symbol: string
  readonly kind: AlertKind
  readonly crossing: Crossing
  readonly level: number
  readonly value: number
  readonly pricePrecision: number
  /** Tape time, Unix microseconds. */
  readonly at: number
  readonly on: FiredOn
}

export interface AlertBook {
  /** The newest first. */
  readonly rules: readonly AlertRule[]
  /** The newest first. */
  readonly history: readonly FiredAlert[]
  readonly hasSound: boolean
}

export const EMPTY_BOOK: AlertBook = { rules: [], history: [], hasSound: false }

/** More than anybody can mean. */
export const MOST_RULES = 100
const MOST_HISTORY = 100
/** One that can be counted on from. */
const ID = /^\d{1,15}$/

/** One more alert, switched on; the same book where there are too many. */
export function addRule(book: AlertBook, wish: AlertWish): AlertBook {
  if (book.rules.length >= MOST_RULES) return book
  return { ...book, rules: [{ ...wish, id: nextId(book.rules), isOn: true }, ...book.rules] }
}

export function changeRule(book: AlertBook, id: string, changes: Partial<Omit<AlertRule, 'id'>>): AlertBook {
  return { ...book, rules: book.rules.map((rule) => (rule.id === id ? { ...rule, ...changes } : rule)) }
}

export function removeRule(book: AlertBook, id: string): AlertBook {
  return { ...book, rules: book.rules.filter((rule) => rule.id !== id) }
}

/** Writes down that an alert has fired. */
export function recordFiring(book: AlertBook, fired: Omit<FiredAlert, 'id'>): AlertBook {
  return { ...book, history: [{ ...fired, id: nextId(book.history) }, ...book.history].slice(0, MOST_HISTORY) }
}

/** What was kept, read as far as it can be. */
export function parseBook(stored: unknown): AlertBook {
  if (!isRecord(stored)) return EMPTY_BOOK
  return {
    rules: listOf(stored['rules'], parseRule).slice(0, MOST_RULES),
    history: listOf(stored['history'], parseFired).slice(0, MOST_HISTORY),
    hasSound: stored['hasSound'] === true,
  }
}

function nextId(list: readonly { readonly id: string }[]): string {
  return String(list.reduce((highest, { id }) => Math.max(highest, Number(id)), 0) + 1)
}

function parseRule(value: unknown): AlertRule | undefined {
  const figure = parseFigure(value)
  if (figure === undefined || !isRecord(value)) return undefined
  const direction = DIRECTIONS.find((each) => each === value['direction'])
  if (direction === undefined) return undefined
  const { repeats, notifies, isOn } = value
  return { ...figure, direction, repeats: repeats === true, notifies: notifies === true, isOn: isOn !== false }
}

function parseFired(value: unknown): FiredAlert | undefined {
  const figure = parseFigure(value)
  if (figure === undefined || !isRecord(value)) return undefined
  const on = FIRED_ON.find((each) => each === value['on'])
  const { crossing, value: reached, at } = value
  if (on === undefined || (crossing !== 'up' && crossing !== 'down') || !isNumber(reached) || !isNumber(at)) {
    return undefined
  }
  return { ...figure, crossing, value: reached, at, on }
}

type Figure = Pick<AlertRule, 'id' | 'symbol' | 'kind' | 'level' | 'pricePrecision'>

function parseFigure(value: unknown): Figure | undefined {
  if (!isRecord(value)) return undefined
  const { id, symbol, level, pricePrecision } = value
  const kind = ALERT_KINDS.find((each) => each === value['kind'])
  if (typeof id !== 'string' || !ID.test(id) || typeof symbol !== 'string' || !SYMBOL_PATTERN.test(symbol)) {
    return undefined
  }
  if (kind === undefined || !isNumber(level) || !isNumber(pricePrecision)) return undefined
  return { id, symbol, kind, level, pricePrecision: Math.min(12, Math.max(0, Math.round(pricePrecision))) }
}

function listOf<Item extends { readonly id: string }>(
  value: unknown,
  parse: (item: unknown) => Item | undefined,
): readonly Item[] {
  if (!Array.isArray(value)) return []
  const items = value.map(parse).filter((item) => item !== undefined)
  // of two with one id only the first could be changed
  return items.filter(({ id }, index) => items.findIndex((item) => item.id === id) === index)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
