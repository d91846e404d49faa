/** What the watchlist shows: which list, in which order, in which view and columns. What is chosen is remembered, and a link carries it. */

import { formatListRoute, parseListRoute } from '../app/route.ts'
import { readStored, store } from '../app/stored.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { SymbolState } from '../feed/symbol-state.svelte.ts'
import { columnsThatFit, parseWidths, withWidth, type ColumnWidths } from './column-widths.ts'
import { parseColumns, type ColumnChoice, type ColumnId } from './columns.ts'
import {
  activeList,
  addSymbol,
  adoptLink,
  moveSymbol,
  parseLists,
  removeSymbol,
  spellAsOnTape,
  type Lists,
} from './lists.ts'
import { searchInstruments } from './search.ts'
import { parseSorting, sortFigures, type Sorting } from './sorting.ts'

/** `split`: the board over the heat map. */
export const LIST_VIEWS = ['board', 'tiles', 'heat', 'split'] as const
export type ListView = (typeof LIST_VIEWS)[number]

export class WatchlistState {
  /** What is searched for, among all symbols of the tape. */
  query = $state('')
  readonly #feed: Feed
  #lists: Lists = $state.raw(parseLists(readStored('lists')))
  #view: ListView = $state.raw(parseView(readStored('watchlist-view')) ?? 'board')
  #columns: ColumnChoice = $state.raw(parseColumns(readStored('columns')))
  #widths: ColumnWidths = $state.raw(parseWidths(readStored('column-widths')))
  #sorting: Sorting | undefined = $state.raw(parseSorting(readStored('sorting')))
  /** Grows when rows may take the places that their figures give them. */
  #sortings = $state.raw(0)
  /** Pixels that the board has for its columns. */
  boardWidth = $state.raw(0)
  #isWide = $state.raw(readStored('wide-list') === true)
  #pointer = $state.raw(false)
  #focus = $state.raw(false)

  /** The symbols of the list that are on the tape, in the list's own order. */
  readonly members: readonly SymbolState[] = $derived.by(() => this.#membersOf(this.#feed.symbols ?? []))
  readonly #sorted: readonly SymbolState[] = $derived.by(() => {
    // figures are no signals: the count of sortings stands for them
    return this.#sortings < 0 ? [] : sortFigures(this.members, this.#sorting)
  })
  /** What is to be drawn: what matches best first while something is searched for, the list otherwise. */
  readonly rows: readonly SymbolState[] = $derived.by(() =>
    this.query.trim() === ''
      ? this.#sorted
      : searchInstruments(this.#feed.symbols ?? [], this.query, (state) => state.info),
  )
  /** Those of the chosen columns for which the board has room. */
  readonly shownColumns: ColumnChoice = $derived.by(() => columnsThatFit(this.#columns, this.boardWidth, this.#widths))
  readonly #memberNames: ReadonlySet<string> = $derived(new Set(this.members.map(({ info }) => info.symbol)))

  constructor(feed: Feed) {
    this.#feed = feed
    const { symbols, view } = parseListRoute(location.search)
    if (symbols !== undefined) this.#lists = adoptLink(this.#lists, symbols)
    this.#view = parseView(view) ?? this.#view
    this.#writeAddress()
  }

  /** All symbols of the tape. */
  get offered(): readonly string[] {
    return (this.#feed.symbols ?? []).map(({ info }) => info.symbol)
  }

  /** Symbols of the list that are not on the tape. */
  get missing(): number {
    return (activeList(this.#lists)?.symbols.length ?? this.members.length) - this.members.length
  }

  get lists(): Lists {
    return this.#lists
  }

  set lists(lists: Lists) {
    this.#lists = lists
    store('lists', lists)
    this.#writeAddress()
  }

  /** The symbols of the tape are known: those of the list are spelt like them. */
  meet(offered: readonly string[]): void {
    const lists = spellAsOnTape(this.#lists, offered)
    if (lists === this.#lists) return
    // what a link brought is kept only once it is changed
    this.#lists = lists
    this.#writeAddress()
  }

  get view(): ListView {
    return this.#view
  }

  set view(view: ListView) {
    this.#view = view
    store('watchlist-view', view)
    this.#writeAddress()
  }

  get columns(): ColumnChoice {
    return this.#columns
  }

  set columns(columns: ColumnChoice) {
    this.#columns = columns
    store('columns', columns)
  }

  get widths(): ColumnWidths {
    return this.#widths
  }

  set widths(widths: ColumnWidths) {
    this.#widths = widths
    store('column-widths', widths)
  }

  /** Makes a column so wide; as wide as it needs, where `width` is left out. */
  widen(id: ColumnId, width?: number): void {
    this.widths = withWidth(this.#widths, id, width)
  }

  /** Whether the list has the whole width of the page. */
  get isWide(): boolean {
    return this.#isWide
  }

  set isWide(isWide: boolean) {
    this.#isWide = isWide
    store('wide-list', isWide)
  }

  get sorting(): Sorting | undefined {
    return this.#sorting
  }

  set sorting(sorting: Sorting | undefined) {
    this.#sorting = sorting
    this.#sortings++
    store('sorting', sorting ?? null)
  }

  /** Whether rows keep their places, because somebody points at them. */
  get isHeld(): boolean {
    return this.#pointer || this.#focus
  }

  /** The pointer stands on a row, or the focus; or no longer. */
  hold(by: 'pointer' | 'focus', isHeld: boolean): void {
    if (by === 'pointer') this.#pointer = isHeld
    else this.#focus = isHeld
  }

  /** To be called once a second: figures have moved, and rows may. */
  sortAgain(): void {
    if (!this.isHeld && this.#sorting !== undefined) this.#sortings++
  }

  /** Whether rows can be put in order by hand: in a list of one's own that nothing sorts. */
  get isOrderedByHand(): boolean {
    return activeList(this.#lists) !== undefined && this.#sorting === undefined && this.query.trim() === ''
  }

  /** Whether a symbol can be added to the list that is shown. */
  canAdd(symbol: string): boolean {
    return activeList(this.#lists) !== undefined && !this.#memberNames.has(symbol)
  }

  canRemove(symbol: string): boolean {
    return activeList(this.#lists) !== undefined && this.#memberNames.has(symbol)
  }

  add(symbol: string): void {
    this.lists = addSymbol(this.#lists, symbol)
  }

  remove(symbol: string): void {
    this.lists = removeSymbol(this.#lists, symbol)
  }

  /** Takes a symbol to the place of another. */
  move(symbol: string, place: string): void {
    if (this.isOrderedByHand) this.lists = moveSymbol(this.#lists, symbol, place)
  }

  /** On to the next of board, tiles and heat map. */
  cycleView(): void {
    this.view = LIST_VIEWS[(LIST_VIEWS.indexOf(this.#view) + 1) % LIST_VIEWS.length] ?? 'board'
  }

  #membersOf(symbols: readonly SymbolState[]): readonly SymbolState[] {
    const list = activeList(this.#lists)
    if (list === undefined) return symbols
    const bySymbol = new Map(symbols.map((state) => [state.info.symbol, state]))
    return list.symbols.flatMap((symbol) => bySymbol.get(symbol) ?? [])
  }

  #writeAddress(): void {
    const symbols = activeList(this.#lists)?.symbols
    const query = formatListRoute(location.search, { symbols, view: this.#view === 'board' ? undefined : this.#view })
    if (query !== location.search) history.replaceState(null, '', location.pathname + query + location.hash)
  }
}

function parseView(value: unknown): ListView | undefined {
  return LIST_VIEWS.find((view) => view === value)
}
