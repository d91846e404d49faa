/** `tapedeck diff`: the first place where two tapes are not the same. */

import type { SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from '@tapedeck/tape'
import { openTapeFile } from '@tapedeck/tape/node'
import { switchFlag } from '../flags.ts'
import { manyFiles, readArguments, type Command } from './command.ts'
import { timeText } from '../library/time-text.ts'
import { count } from './figures.ts'
import { firstDifference, type FieldDifference } from './first-difference.ts'
import { startProgress } from './progress.ts'
import { nextEvent, readerOf } from './reading.ts'

const HELP = `usage: tapedeck diff A B [flags]

  tapedeck diff yesterday.tape today.tape
  tapedeck diff recorded.tape replayed.tape.jsonl --ignore-seq

Says where the second tape first differs from the first: the number of the event, its tape time, the field, and both values. The
instrument tables are compared first, then the events one by one; the form of the files, their keyframes and names do not count.
Ends with 0 where they are the same, 1 where they differ.

  --ignore-seq   numbers of events may differ: for tapes of one market that were numbered apart
  --help         this text
`

const FLAGS = { 'ignore-seq': switchFlag } as const

export const diffCommand: Command = {
  name: 'diff',
  summary: 'the first difference between two tapes',
  help: HELP,
  async run(args, { out, err }) {
    const { values, positionals } = readArguments(args, FLAGS)
    const [pathOfOne = '', pathOfOther = ''] = manyFiles('diff', positionals, 2, 2)
    const ignored = new Set(values['ignore-seq'] === true ? ['seq'] : [])
    await using one = await openTapeFile(pathOfOne)
    await using other = await openTapeFile(pathOfOther)
    const heads = firstDifference(comparedHead(one.header), comparedHead(other.header))
    if (heads !== undefined) {
      await out.write(`the tapes differ in their header\n${fieldLines(heads, pathOfOne, pathOfOther)}`)
      return 1
    }
    const [reader, otherReader] = [readerOf(one), readerOf(other)]
    const progress = startProgress(err, 'comparing')
    try {
      for (;;) {
        const event = reader.next() ?? (await nextEvent(reader))
        const otherEvent = otherReader.next() ?? (await nextEvent(otherReader))
        if (event === undefined && otherEvent === undefined) break
        const found = compare(event, otherEvent, ignored)
        if (found !== undefined) {
          progress.end()
          const place = event ?? otherEvent
          await out.write(
            `the tapes differ at event ${count(Math.max(reader.taken, otherReader.taken))}, ` +
              `tape time ${place === undefined ? '' : `${timeText(place.tsRecv)} (${place.tsRecv})`}\n` +
              fieldLines(found, pathOfOne, pathOfOther),
          )
          return 1
        }
        progress.at(reader.taken)
      }
    } finally {
      progress.end()
    }
    await out.write(`the tapes are the same: ${count(reader.taken)} events\n`)
    return 0
  },
}

/** What of a header belongs to the events. */
function comparedHead({ start, instruments }: TapeHeader): object {
  return { start, instruments: Object.fromEntries(instruments.map((instrument) => [instrument.symbol, instrument])) }
}

function compare(
  event: SourceEvent | undefined,
  other: SourceEvent | undefined,
  ignored: ReadonlySet<string>,
): FieldDifference | undefined {
  if (event === undefined || other === undefined) {
    return { field: 'type', one: event?.type ?? END, other: other?.type ?? END }
  }
  // another kind of event has other fields: to name one of them would mislead
  if (event.type !== other.type) return { field: 'type', one: event.type, other: other.type }
  return firstDifference(event, other, ignored)
}

const END = Symbol('the end of the tape')

function fieldLines({ field, one, other }: FieldDifference, pathOfOne: string, pathOfOther: string): string {
  const width = Math.max(pathOfOne.length, pathOfOther.length)
  const line = (path: string, value: unknown): string => `  ${path.padEnd(width)}  ${valueText(value)}\n`
  return `  field ${field}\n${line(pathOfOne, one)}${line(pathOfOther, other)}`
}

function valueText(value: unknown): string {
  if (value === END) return 'the tape has ended'
  if (value === undefined) return 'nothing'
  return JSON.stringify(value)
}
