/** `tapedeck cat`: the events of a tape as JSON lines. */

import { micros, TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import { manyFlag, numberFlag, textFlag } from '../flags.ts'
import { listOf, oneFile, readArguments, type Command } from './command.ts'
import { eventLine } from './event-line.ts'
import { PLACE_HELP, windowOf } from './places.ts'
import { NEVER, standingDeck } from './standing-deck.ts'

const KINDS: readonly SourceEvent['type'][] = [
  'instrument',
  'quote',
  'trade',
  'trade-bust',
  'book',
  'status',
  'gap',
  'marker',
  'opaque',
]

const HELP = `usage: tapedeck cat TAPE [flags]

  tapedeck cat day.tape --limit 10
  tapedeck cat day.tape --symbols BTC-USD --kinds trade --from 2026-01-05T14:30:00Z --to 2026-01-05T14:31:00Z
  tapedeck cat day.tape --kinds trade | jq -s 'map(.size) | add'

One line of JSON for each event, in the form in which clients get it: symbols, decimals, times in Unix microseconds. (The text form of a tape,
which replays, is written by tapedeck cut TAPE --out FILE.jsonl.)
${PLACE_HELP}

  --symbols A,B    only events of these symbols                   (all)
  --kinds A,B      only these kinds: ${KINDS.slice(0, 6).join(', ')},
                   ${KINDS.slice(6).join(', ')}                            (all)
  --from TIME      first tape time                                (the start)
  --to TIME        tape time before which it ends                 (the end)
  --limit N        so many lines at most                          (all)
  --help           this text
`

const FLAGS = { symbols: manyFlag, kinds: manyFlag, from: textFlag, to: textFlag, limit: textFlag } as const

/** Text that is gathered before it is written. */
const GATHERED_CHARACTERS = 262_144

export const catCommand: Command = {
  name: 'cat',
  summary: 'the events of a tape as JSON lines',
  help: HELP,
  async run(args, { out }) {
    const { values, positionals } = readArguments(args, FLAGS)
    const path = oneFile('cat', positionals)
    const kinds = kindsOf(values.kinds)
    const symbols = listOf(values.symbols)
    const limit = limitOf(values.limit)
    const source = await openTapeFile(path)
    const window = windowOf(values.from, values.to, source.header.start)
    const deck = await standingDeck(source, window?.from ?? source.header.start)

    const wanted = symbols === undefined ? undefined : new Set(symbols)
    const instrumentOf = (id: number): ReturnType<typeof deck.market.instrument> => deck.market.instrument(id)
    const isWanted = (event: SourceEvent): boolean => {
      if (kinds !== undefined && !kinds.has(event.type)) return false
      if (wanted === undefined) return true
      const id = 'instrumentId' in event ? event.instrumentId : null
      const symbol = id === null ? undefined : instrumentOf(id)?.symbol
      return symbol !== undefined && wanted.has(symbol)
    }
    let lines = 0
    let text = ''
    deck.on({
      event(event) {
        if (lines >= limit || !isWanted(event)) return
        text += `${eventLine(event, instrumentOf)}\n`
        lines++
        // what is written goes at the reader's speed
        if (text.length >= GATHERED_CHARACTERS || lines >= limit) deck.pause()
      },
    })
    const to = micros((window?.to ?? NEVER) - 1)
    try {
      do {
        await deck.playTo(to)
        await out.write(text)
        text = ''
        // where nobody paused it, it has played all
      } while (deck.status().state === 'paused' && lines < limit && out.isOpen)
    } finally {
      await deck.close()
    }
    return 0
  },
}

function kindsOf(values: readonly string[] | undefined): ReadonlySet<SourceEvent['type']> | undefined {
  const names = listOf(values)
  if (names === undefined) return undefined
  return new Set(
    names.map((name) => {
      const found = KINDS.find((kind) => kind === name)
      if (found !== undefined) return found
      throw new TapedeckError('BAD_OPTION', `--kinds ${JSON.stringify(name)} is not one of ${KINDS.join(', ')}`, {
        name,
      })
    }),
  )
}

function limitOf(value: string | undefined): number {
  const limit = numberFlag('limit', value) ?? Infinity
  if (limit === Infinity || (Number.isInteger(limit) && limit >= 0)) return limit
  throw new TapedeckError('BAD_OPTION', `--limit ${limit} is not a whole number from 0`, { limit })
}
