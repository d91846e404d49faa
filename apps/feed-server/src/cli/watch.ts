/** `tapedeck watch`: prices of a running server as a table in the terminal, drawn over in place. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { TapedeckError, type DeckStatus } from '@tapedeck/protocol'
import { numberFlag, switchFlag, textFlag } from '../flags.ts'
import { after, transportNowMs } from '../transport-timers.ts'
import { readArguments, type Command } from './command.ts'
import type { Output, Terminal } from './terminal.ts'
import { deckLine, tableLines, type TableSettings, type WatchedSymbol } from './watch-table.ts'

export const DEFAULT_URL = 'http://127.0.0.1:4400'

const HELP = `usage: tapedeck watch [SYMBOL...] [flags]

  tapedeck watch                          every symbol, as far as the window has room
  tapedeck watch BTC-USD ETH-USD AAPL
  tapedeck watch BTC-USD --once           one table, then it ends
  tapedeck watch --url http://127.0.0.1:4401 --deck my-deck

Prices of a running server, in place: last, change since the last close, bid and ask with sizes, the day's volume, and how old the
last update is in tape time. Ctrl+C ends it. Written to a file or a pipe it has no colours, and one table follows another.

  --url URL        server to ask                                  (${DEFAULT_URL})
  --deck NAME      deck to watch                                  (live)
  --every SECONDS  pause between two tables, 0.1 to 3600          (0.25; 1 into a pipe)
  --once           print one table and end
  --help           this text
`

const FLAGS = { url: textFlag, deck: textFlag, every: textFlag, once: switchFlag } as const

export const watchCommand: Command = {
  name: 'watch',
  summary: 'prices of a running server as a live table in this terminal',
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const every = everyOf(values.every) ?? (terminal.out.isTerminal ? 0.25 : 1)
    const client = connectTapedeck(urlOf(values.url), values.deck === undefined ? {} : { deck: values.deck })
    const interrupted = terminal.interrupted()
    try {
      const watch = await subscribe(client, positionals)
      if (values.once === true) await terminal.out.write(`${watch.lines(settingsOf(terminal.out)).join('\n')}\n`)
      else await drawUntil(interrupted, terminal, every * 1_000, watch)
      return 0
    } catch (thrown) {
      if (!(thrown instanceof TapedeckError) || thrown.code !== 'DISCONNECTED') throw thrown
      throw new TapedeckError(
        'DISCONNECTED',
        `no server answers at ${urlOf(values.url)}: start one by tapedeck serve, or name another by --url`,
        {},
        thrown,
      )
    } finally {
      client.close()
    }
  },
}

interface Watch {
  lines(settings: TableSettings): readonly string[]
}

/** Joins quotes and statistics of the symbols, of all where none is named. Rejects with what the server refuses. */
async function subscribe(client: TapedeckClient, wanted: readonly string[]): Promise<Watch> {
  let deckHeardAt = 0
  let deck: DeckStatus | undefined
  client.on('deck', (status) => {
    deck = status
    deckHeardAt = transportNowMs()
  })
  const instruments = await client.instruments()
  const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]))
  const symbols = wanted.length === 0 ? [...bySymbol.keys()] : [...new Set(wanted)]
  const watched = new Map<string, WatchedSymbol>()
  for (const symbol of symbols) {
    const instrument = bySymbol.get(symbol)
    if (instrument === undefined) {
      throw new TapedeckError(
        'UNKNOWN_SYMBOL',
        `the server has no symbol ${JSON.stringify(symbol)}; it has ${[...bySymbol.keys()].join(', ')}`,
        { symbol },
      )
    }
    watched.set(symbol, { instrument, quote: null, stats: null })
  }
  const of = (symbol: string): WatchedSymbol | undefined => watched.get(symbol)
  const subscription = client.subscribe(
    { symbols, channels: ['quote', 'stats'] },
    {
      snapshot(snapshot) {
        const known = of(snapshot.symbol)
        if (known === undefined) return
        if (snapshot.channel === 'quote') known.quote = snapshot.data
        if (snapshot.channel === 'stats') known.stats = snapshot.data
      },
      quote(quote) {
        const known = of(quote.symbol)
        if (known !== undefined) known.quote = quote
      },
      stats(stats) {
        const known = of(stats.symbol)
        if (known !== undefined) known.stats = stats
      },
    },
  )
  await subscription.ready
  return {
    lines(settings) {
      const now = tapeTime(deck, transportNowMs() - deckHeardAt)
      const rows = [...watched.values()]
      return [
        deckLine(deck, now, client.state, settings),
        ...tableLines(rows, now, { ...settings, rows: settings.rows - 1 }),
      ]
    },
  }
}

/** Tape time so many milliseconds after a status was heard. */
function tapeTime(deck: DeckStatus | undefined, sinceMs: number): number {
  if (deck === undefined) return 0
  return deck.state === 'playing' && deck.speed !== 'max' ? deck.position + sinceMs * 1_000 * deck.speed : deck.position
}

const HIDE_CURSOR = '\u001B[?25l'
const SHOW_CURSOR = '\u001B[?25h'
const ERASE_TO_END_OF_LINE = '\u001B[K'
const ERASE_BELOW = '\u001B[J'

/** Draws again and again, over the last table where a person looks, until it is interrupted or nobody reads any more. */
async function drawUntil(interrupted: Promise<void>, terminal: Terminal, everyMs: number, watch: Watch): Promise<void> {
  const { out } = terminal
  let stopped = false
  void interrupted.then(() => (stopped = true))
  let drawn = 0
  const isStopped = (): boolean => stopped || !out.isOpen
  if (out.isTerminal) await out.write(HIDE_CURSOR)
  try {
    while (!isStopped()) {
      const lines = watch.lines(settingsOf(out))
      if (out.isTerminal) {
        const up = drawn === 0 ? '' : `\u001B[${drawn}A`
        await out.write(`${up}\r${lines.map((line) => `${line}${ERASE_TO_END_OF_LINE}\n`).join('')}${ERASE_BELOW}`)
        drawn = lines.length
      } else {
        await out.write(`${lines.join('\n')}\n\n`)
      }
      await Promise.race([interrupted, new Promise<void>((resolve) => after(everyMs, resolve))])
    }
  } finally {
    if (out.isTerminal) await out.write(SHOW_CURSOR)
  }
}

function settingsOf({ isStyled, columns, rows }: Output): TableSettings {
  return { isStyled, columns, rows }
}

/** The address of a server. Throws `BAD_OPTION`. */
export function urlOf(value: string | undefined): string {
  if (value === undefined) return DEFAULT_URL
  if (/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) return value.replace(/\/+$/, '')
  throw new TapedeckError('BAD_OPTION', `--url ${JSON.stringify(value)} is not an address such as ${DEFAULT_URL}`, {
    value,
  })
}

function everyOf(value: string | undefined): number | undefined {
  const seconds = numberFlag('every', value)
  if (seconds === undefined || (seconds >= 0.1 && seconds <= 3_600)) return seconds
  throw new TapedeckError('BAD_OPTION', `--every ${seconds} is not a number of seconds from 0.1 to 3600`, { seconds })
}
