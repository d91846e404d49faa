/** `tapedeck cut`: a part of a tape as a tape of its own; without a part, the same tape in another form. */

import { NUMBERED_IN, TapedeckError, type SourceChannel } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import { manyFlag, switchFlag, textFlag } from '../flags.ts'
import { listOf, oneFile, readArguments, required, type Command } from './command.ts'
import { count } from './figures.ts'
import { PLACE_HELP, windowOf } from './places.ts'
import { refuseSameFile, rewrite } from './rewrite.ts'

const CHANNELS: readonly SourceChannel[] = [...new Set(Object.values(NUMBERED_IN))]

const HELP = `usage: tapedeck cut TAPE --out FILE [flags]

  tapedeck cut day.tape --from 2026-01-05T14:30:00Z --to 2026-01-05T14:35:00Z --out five-minutes.tape
  tapedeck cut day.tape --from +90s --to +2m --symbols BTC-USD,ETH-USD --out small.tape.jsonl
  tapedeck cut day.tape --channels quote,trade --out without-books.tape
  tapedeck cut day.tape --out day.tape.jsonl.gz       nothing is cut off: the same tape in another form

Events of from <= tsRecv < to. What was known at the start of the part (quotes, books, statistics, the chart) comes with it.
${PLACE_HELP}

  --from TIME        first tape time of the part                  (the start)
  --to TIME          tape time at which it ends, not included     (the end)
  --symbols A,B,C    only these symbols                           (all)
  --channels A,B     only these kinds of events                   (all: ${CHANNELS.join(', ')})
  --out FILE         tape to write
  --overwrite        replace FILE
  --help             this text
`

const FLAGS = {
  from: textFlag,
  to: textFlag,
  symbols: manyFlag,
  channels: manyFlag,
  out: textFlag,
  overwrite: switchFlag,
} as const

export const cutCommand: Command = {
  name: 'cut',
  summary: 'a part of a tape as a tape of its own, or a tape in another form',
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const path = oneFile('cut', positionals)
    const out = required('cut', 'out', values.out)
    const channels = channelsOf(values.channels)
    await refuseSameFile(out, [path])
    const source = await openTapeFile(path)
    const summary = await rewrite({
      source,
      out,
      overwrite: values.overwrite === true,
      window: windowOf(values.from, values.to, source.header.start),
      symbols: listOf(values.symbols),
      channels,
      progress: { doing: 'cutting', on: terminal.err },
    })
    await terminal.out.write(`wrote ${count(summary.events)} events to ${out}\ndigest ${summary.digest}\n`)
    return 0
  },
}

/** Kinds of events by their names. Throws `BAD_OPTION`. */
export function channelsOf(values: readonly string[] | undefined): readonly SourceChannel[] | undefined {
  return listOf(values)?.map((name) => {
    const found = CHANNELS.find((channel) => channel === name)
    if (found !== undefined) return found
    throw new TapedeckError('BAD_OPTION', `--channels ${JSON.stringify(name)} is not one of ${CHANNELS.join(', ')}`, {
      name,
    })
  })
}
