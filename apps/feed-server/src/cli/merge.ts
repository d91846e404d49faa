/** `tapedeck merge`: several tapes as one. */

import { createVirtualClock, openDeck } from '@tapedeck/deck'
import type { Micros, SourceEvent } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import { switchFlag, textFlag } from '../flags.ts'
import { manyFiles, readArguments, required, type Command } from './command.ts'
import { count } from './figures.ts'
import { mergeSources, type MergedPart } from './merged-source.ts'
import { refuseSameFile, rewrite } from './rewrite.ts'

const HELP = `usage: tapedeck merge A B... --out FILE [flags]

  tapedeck merge part-1.tape part-2.tape part-3.tape --out whole.tape
  tapedeck merge crypto.tape shares.tape --out both.tape

Events come in the order of tape time; where that is equal, in the order in which the tapes are named. Parts of one recording, and recordings
of one market (the same epoch), keep their numbers, and what stands on several of them is taken once. Tapes of different markets
are numbered anew; an instrument whose id is taken gets another one. One symbol in two markets at the same time is refused.

  --out FILE     tape to write
  --overwrite    replace FILE
  --help         this text
`

const FLAGS = { out: textFlag, overwrite: switchFlag } as const

export const mergeCommand: Command = {
  name: 'merge',
  summary: 'several tapes as one, in the order of tape time',
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const paths = manyFiles('merge', positionals, 2)
    const out = required('merge', 'out', values.out)
    await refuseSameFile(out, paths)
    const parts = await openParts(paths)
    const source = closingOnFailure(parts)
    const summary = await rewrite({
      source,
      out,
      overwrite: values.overwrite === true,
      progress: { doing: 'merging', on: terminal.err },
    })
    const repeated =
      source.repeated === 0 ? '' : `; ${count(source.repeated)} stood on several tapes and were taken once`
    await terminal.out.write(`wrote ${count(summary.events)} events to ${out}${repeated}\ndigest ${summary.digest}\n`)
    return 0
  },
}

async function openParts(paths: readonly string[]): Promise<readonly MergedPart[]> {
  const parts: MergedPart[] = []
  try {
    for (const path of paths) {
      const state = await stateAtStart(path)
      parts.push({ path, source: await openTapeFile(path), state })
    }
    return parts
  } catch (thrown) {
    for (const { source } of parts) await source.close()
    throw thrown
  }
}

function closingOnFailure(parts: readonly MergedPart[]): ReturnType<typeof mergeSources> {
  try {
    return mergeSources(parts)
  } catch (thrown) {
    for (const { source } of parts) void source.close()
    throw thrown
  }
}

/** What a tape that began in the midst of a market knew at its start, as events. Day statistics are no events: those of the first tape alone go on. */
async function stateAtStart(path: string): Promise<readonly SourceEvent[]> {
  const source = await openTapeFile(path)
  const { header, opening } = source
  const deck = openDeck({ name: 'state', source, clock: createVirtualClock(header.start) })
  try {
    if (opening === null) return []
    const { market } = deck
    const tsRecv: Micros = header.start
    return market.instruments().flatMap(({ id }): SourceEvent[] => {
      const status = market.status(id)
      const quote = market.quote(id)
      const book = market.book(id)
      return [
        ...(status === undefined ? [] : [{ ...status, tsRecv }]),
        ...(quote === undefined ? [] : [{ ...quote, tsRecv }]),
        ...(book === undefined ? [] : [{ ...book, type: 'book' as const, action: 'snapshot' as const, tsRecv }]),
      ]
    })
  } finally {
    await deck.close()
  }
}
