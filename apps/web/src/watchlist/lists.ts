/** Named lists of symbols. Each change makes new ones. */

import { SYMBOL_PATTERN } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'
import { moved } from './moved.ts'

export interface NamedList {
  /** No two lists have the same. */
  readonly name: string
  readonly symbols: readonly string[]
}

export interface Lists {
  /** Name of the list that is shown, null for all symbols of the tape. */
  readonly active: string | null
  readonly lists: readonly NamedList[]
}

export const NO_LISTS: Lists = { active: null, lists: [] }

const LONGEST_NAME = 40

/** The list that is shown, undefined for all symbols. */
export function activeList({ active, lists }: Lists): NamedList | undefined {
  return lists.find(({ name }) => name === active)
}

/** Shows a list, or all symbols. */
export function showList(lists: Lists, name: string | null): Lists {
  return { ...lists, active: lists.lists.some((list) => list.name === name) ? name : null }
}

/** Makes a list and shows it. A name that is taken gets a number. */
export function createList({ lists }: Lists, name: string, symbols: readonly string[] = []): Lists {
  const free = freeName(lists, name)
  return { active: free, lists: [...lists, { name: free, symbols: [...new Set(symbols)] }] }
}

export function renameList({ active, lists }: Lists, from: string, to: string): Lists {
  const others = lists.filter(({ name }) => name !== from)
  const name = freeName(others, to)
  return {
    active: active === from ? name : active,
    lists: lists.map((list) => (list.name === from ? { ...list, name } : list)),
  }
}

/** After it all symbols are shown. */
export function deleteList({ active, lists }: Lists, name: string): Lists {
  return { active: active === name ? null : active, lists: lists.filter((list) => list.name !== name) }
}

/** At the end of the list that is shown. */
export function addSymbol(lists: Lists, symbol: string): Lists {
  return importSymbols(lists, [symbol])
}

/** At the end of the list that is shown, those that it has not yet. */
export function importSymbols(lists: Lists, symbols: readonly string[]): Lists {
  return change(lists, (before) => [...new Set([...before, ...symbols])])
}

export function removeSymbol(lists: Lists, symbol: string): Lists {
  return change(lists, (symbols) => symbols.filter((each) => each !== symbol))
}

/** Takes a symbol of the list that is shown to where `place` stands. */
export function moveSymbol(lists: Lists, symbol: string, place: string): Lists {
  return change(lists, (symbols) => moved(symbols, symbol, symbols.indexOf(place)))
}

/** Shows the symbols of a link: the list that has just these, or one of their own. */
export function adoptLink(lists: Lists, symbols: readonly string[]): Lists {
  const same = lists.lists.find((list) => list.symbols.join() === symbols.join())
  if (same !== undefined) return { ...lists, active: same.name }
  // the one that an earlier link brought gives way
  const linked = m.watchlist_linked()
  return createList(deleteList(lists, linked), linked, symbols)
}

/** The list that is shown with its symbols spelt as they are on the tape, which links and files may write in any case. */
export function spellAsOnTape(lists: Lists, offered: readonly string[]): Lists {
  const exact = new Set(offered)
  const byLetters = new Map(offered.map((symbol) => [symbol.toUpperCase(), symbol]))
  const spell = (symbol: string): string =>
    exact.has(symbol) ? symbol : (byLetters.get(symbol.toUpperCase()) ?? symbol)
  const symbols = activeList(lists)?.symbols ?? []
  if (symbols.every((symbol) => spell(symbol) === symbol)) return lists
  return change(lists, (before) => [...new Set(before.map(spell))])
}

/** What was kept of earlier lists, read as far as it can be. */
export function parseLists(stored: unknown): Lists {
  if (typeof stored !== 'object' || stored === null || !('lists' in stored) || !Array.isArray(stored.lists))
    return NO_LISTS
  let lists = NO_LISTS
  for (const each of stored.lists as readonly unknown[]) {
    if (typeof each !== 'object' || each === null || !('name' in each) || !('symbols' in each)) continue
    const { name, symbols } = each
    if (typeof name === 'string' && Array.isArray(symbols)) lists = createList(lists, name, symbols.filter(isSymbol))
  }
  return showList(lists, 'active' in stored && typeof stored.active === 'string' ? stored.active : null)
}

/** The symbols in a text of any kind, one a line or CSV, in any case; `symbols` are those that there are. */
export function symbolsInText(text: string, symbols: readonly string[]): readonly string[] {
  const known = new Map(symbols.map((symbol) => [symbol.toUpperCase(), symbol]))
  return [...new Set(text.split(/[\s,;"']+/).flatMap((word) => known.get(word.toUpperCase()) ?? []))]
}

function isSymbol(value: unknown): value is string {
  return typeof value === 'string' && SYMBOL_PATTERN.test(value)
}

function change(lists: Lists, next: (symbols: readonly string[]) => readonly string[]): Lists {
  const { active } = lists
  return {
    active,
    lists: lists.lists.map((list) => (list.name === active ? { ...list, symbols: next(list.symbols) } : list)),
  }
}

function freeName(lists: readonly NamedList[], wanted: string): string {
  const name = wanted.trim().slice(0, LONGEST_NAME).trimEnd() || m.watchlist_list()
  const isTaken = (candidate: string): boolean => lists.some((list) => list.name === candidate)
  if (!isTaken(name)) return name
  let number = 2
  while (isTaken(`${name} ${number}`)) number++
  return `${name} ${number}`
}
