/** `tapedeck inspect`: what a tape is and what is on it. */

import { stat } from 'node:fs/promises'
import { formatScaled, type Instrument } from '@tapedeck/protocol'
import type { TapeHeader, TapeMarker } from '@tapedeck/tape'
import { openTapeFile, type BlockSizes } from '@tapedeck/tape/node'
import { switchFlag } from '../flags.ts'
import { timeText } from '../library/time-text.ts'
import { oneFile, readArguments, type Command } from './command.ts'
import { bytesText, count, spanText } from './figures.ts'
import { startProgress } from './progress.ts'
import { countTape, type KindCount, type TapeCount } from './tape-count.ts'
import type { Output } from './terminal.ts'

const HELP = `usage: tapedeck inspect TAPE [flags]

  tapedeck inspect day.tape
  tapedeck inspect day.tape --json | jq .kinds

Its header, instruments, span, and how many events of each kind there are and how many bytes they take; blocks, keyframes, digest, and
whether its recording was ended or cut off. It is read whole for that; tapedeck verify checks its sums.

  --json   the same as JSON
  --help   this text
`

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'what a tape is and what is on it',
  help: HELP,
  async run(args, { out, err }) {
    const { values, positionals } = readArguments(args, { json: switchFlag })
    const found = await inspect(oneFile('inspect', positionals), err)
    await out.write(values.json === true ? `${JSON.stringify(found, null, 2)}\n` : describe(found))
    return 0
  },
}

type Inspected = Awaited<ReturnType<typeof inspect>>

async function inspect(path: string, err: Output) {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  await using source = await openTapeFile(path)
  const progress = startProgress(err, 'reading')
  let counted: TapeCount
  try {
    counted = await countTape(source, progress)
  } finally {
    progress.end()
  }
  const { header, digest, complete, torn } = source
  const { instruments, simulation, ...head } = header
  return {
    path,
    bytes: size,
    form: source.form,
    ...head,
    simulation,
    state: complete ? 'complete' : 'torn',
    lostBytes: torn?.lostBytes ?? 0,
    span: { from: header.start, to: counted.tsLast },
    events: counted.events,
    bytesPerEvent: counted.events === 0 ? null : size / counted.events,
    kinds: counted.kinds,
    blocks: source.form === 'binary' ? source.blocks : null,
    historyBars: counted.historyBars,
    startsInTheMidst: source.opening !== null,
    markers: counted.markers,
    digest,
    instruments,
  }
}

function describe(found: Inspected): string {
  const { span, events, instruments, simulation } = found
  const row = (name: string, value: string): string => `${name.padEnd(12)}${value}\n`
  const scenario = (simulation?.scenario ?? null) === null ? '' : `, scenario ${simulation?.scenario ?? ''}`
  const midst = found.startsInTheMidst ? '; it begins in the midst of a market, whose state it carries' : ''
  const lost = found.lostBytes === 0 ? '' : ` (the last ${count(found.lostBytes)} bytes are no whole block)`
  const state =
    found.state === 'complete' ? 'complete' : `torn${lost}: its recording was cut off; tapedeck repair makes it whole`
  return (
    row('tape', `${found.path}, ${bytesText(found.bytes)}, ${found.form}`) +
    row('name', found.name) +
    row('id', `${found.tapeId}, epoch ${found.epoch}, from a ${SOURCES[found.source]}`) +
    (simulation === null ? '' : row('simulation', `seed ${simulation.seed}, model ${simulation.model}${scenario}`)) +
    row('from', `${timeText(found.start)}${midst}`) +
    row('to', `${timeText(span.to)}, ${spanText(span.to - span.from)} later`) +
    row(
      'events',
      `${count(events)}${found.bytesPerEvent === null ? '' : `, ${found.bytesPerEvent.toFixed(2)} bytes each with all that is beside them`}`,
    ) +
    found.kinds.map((kind) => row('', kindText(kind, events))).join('') +
    (found.blocks === null ? '' : Object.entries(found.blocks).map(blockText).join('')) +
    row('history', `${count(found.historyBars)} bars of the time before`) +
    (found.markers.length === 0 ? '' : row('markers', markersText(found.markers))) +
    row('digest', found.digest ?? 'none') +
    row('state', state) +
    `\n${instrumentTable(instruments)}`
  )
}

const SOURCES: Readonly<Record<TapeHeader['source'], string>> = {
  simulator: 'simulated market',
  file: 'tape',
  import: 'import',
  rolling: 'rolling tape',
}
const SHOWN_MARKERS = 5

function kindText({ kind, events, bytes }: KindCount, all: number): string {
  const share = `${((events / all) * 100).toFixed(1)} %`
  return `${kind.padEnd(11)} ${count(events).padStart(12)} ${share.padStart(8)} ${(bytes / events).toFixed(2).padStart(8)} bytes each`
}

function blockText([name, { count: blocks, bytes }]: [string, BlockSizes], place: number): string {
  return `${(place === 0 ? 'blocks' : '').padEnd(12)}${name.padEnd(11)} ${count(blocks).padStart(12)} ${bytesText(bytes).padStart(12)}\n`
}

function markersText(markers: readonly TapeMarker[]): string {
  const shown = markers.slice(0, SHOWN_MARKERS).map(({ name, tsRecv }) => `${name} at ${timeText(tsRecv)}`)
  const left = markers.length - shown.length
  return [...shown, ...(left === 0 ? [] : [`and ${left} more`])].join(', ')
}

function instrumentTable(instruments: readonly Instrument[]): string {
  const rows = instruments.map(
    ({ id, symbol, name, assetClass, currency, pricePrecision, tickSize, sizePrecision }) => [
      String(id),
      symbol,
      assetClass,
      currency,
      formatScaled(tickSize, pricePrecision),
      String(sizePrecision),
      name,
    ],
  )
  const all = [['id', 'symbol', 'class', 'currency', 'tick size', 'size decimals', 'name'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
