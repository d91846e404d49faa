/** What a tape says, computed from its text alone: integers from digits, nothing of the code under test. */

import { readFile } from 'node:fs/promises'

interface Line {
  readonly type: string
  readonly symbol?: string
  readonly interval?: string
  readonly tsRecv?: number
  readonly price?: string
  readonly size?: string
  readonly bid?: string
  readonly bidSize?: string
  readonly ask?: string
  readonly askSize?: string
  readonly digest?: string
  readonly events?: number
  readonly bars?: readonly (readonly [number, string, string, string, string, string, string, number])[]
}

/** Open, high, low, close and volume as decimal text. */
export interface ExpectedBar {
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
}

export interface TapeText {
  readonly digest: string
  readonly events: number
  /** The last quote of a symbol. */
  lastQuote(symbol: string): {
    readonly bid: string
    readonly bidSize: string
    readonly ask: string
    readonly askSize: string
  }
  lastTrade(symbol: string): { readonly price: string; readonly size: string }
  /** All trades of a symbol, in order. */
  trades(symbol: string): readonly { readonly tsRecv: number; readonly price: string }[]
  /** The bar that begins at `tsOpen` and lasts `length` microseconds, of trades on the tape and, before it, of history. */
  barOfTrades(symbol: string, tsOpen: number, length: number): ExpectedBar
  /** The same of mids, without volume. */
  barOfMids(symbol: string, tsOpen: number, length: number): Omit<ExpectedBar, 'volume'>
}

/** Reads a tape's lines. */
export async function readTapeText(path: string): Promise<TapeText> {
  const lines = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const end = lines.at(-1)
  const of = (type: string, symbol: string): Line[] =>
    lines.filter((line) => line.type === type && line.symbol === symbol)
  const inside = (line: Line, from: number, length: number): boolean =>
    line.tsRecv !== undefined && line.tsRecv >= from && line.tsRecv < from + length
  const history = (symbol: string, from: number, length: number): (readonly string[])[] =>
    of('history', symbol)
      .flatMap((line) => line.bars ?? [])
      .filter((bar) => bar[0] >= from && bar[0] < from + length)
      .sort((a, b) => a[0] - b[0])
      .map((bar) => bar.slice(1, 6) as string[])

  return {
    digest: end?.digest ?? '',
    events: end?.events ?? 0,
    lastQuote(symbol) {
      const { bid = '', bidSize = '', ask = '', askSize = '' } = of('quote', symbol).at(-1) ?? {}
      return { bid, bidSize, ask, askSize }
    },
    lastTrade(symbol) {
      const { price = '', size = '' } = of('trade', symbol).at(-1) ?? {}
      return { price, size }
    },
    trades: (symbol) => of('trade', symbol).map(({ tsRecv = 0, price = '' }) => ({ tsRecv, price })),
    barOfTrades(symbol, tsOpen, length) {
      const trades = of('trade', symbol)
        .filter((line) => inside(line, tsOpen, length))
        .map(({ price = '', size = '' }) => [price, price, price, price, size])
      return fold([...history(symbol, tsOpen, length), ...trades])
    },
    barOfMids(symbol, tsOpen, length) {
      const mids = of('quote', symbol)
        .filter((line) => inside(line, tsOpen, length))
        .map(({ bid = '', ask = '' }) => {
          // no price here is negative, so integer division rounds down
          const mid = textOf((integerOf(bid) + integerOf(ask)) / 2n, decimalsOf(bid))
          return [mid, mid, mid, mid, '0']
        })
      const { open, high, low, close } = fold([...history(symbol, tsOpen, length), ...mids])
      return { open, high, low, close }
    },
  }
}

/** Folds rows of open, high, low, close, volume. */
function fold(rows: readonly (readonly string[])[]): ExpectedBar {
  const column = (index: number): string[] => rows.map((row) => row[index] ?? '')
  const byValue = (a: string, b: string): number => Number(integerOf(a) - integerOf(b))
  const volumes = column(4)
  const decimals = Math.max(...volumes.map(decimalsOf))
  const scaled = volumes.map((text) => integerOf(text) * 10n ** BigInt(decimals - decimalsOf(text)))
  return {
    open: column(0)[0] ?? '',
    high: column(1).sort(byValue).at(-1) ?? '',
    low: column(2).sort(byValue)[0] ?? '',
    close: column(3).at(-1) ?? '',
    volume: textOf(
      scaled.reduce((sum, each) => sum + each, 0n),
      decimals,
    ),
  }
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0
}

function integerOf(text: string): bigint {
  return BigInt(text.replace('.', ''))
}

function textOf(integer: bigint, decimals: number): string {
  const digits = String(integer).padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
