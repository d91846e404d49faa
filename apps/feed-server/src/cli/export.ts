/** `tapedeck export`: a tape as a table of quotes or trades, or in another form. */

import { TapedeckError } from '@tapedeck/protocol'
import { isSeekable } from '@tapedeck/tape'
import { openTapeFile } from '@tapedeck/tape/node'
import { manyFlag, switchFlag, textFlag } from '../flags.ts'
import { exportTable, TABLE_KINDS, type TableKind } from '../tables/export-tape.ts'
import { Tables } from '../tables/tables.ts'
import { listOf, oneFile, readArguments, required, type Command } from './command.ts'
import { cutCommand } from './cut.ts'
import { count } from './figures.ts'
import { PLACE_HELP, windowOf } from './places.ts'
import { startProgress } from './progress.ts'
import { NEVER } from './standing-deck.ts'

const HELP = `usage: tapedeck export TAPE --out FILE [flags]

  tapedeck export day.tape --out quotes.parquet --kind quotes
  tapedeck export day.tape --out btc.csv --kind trades --symbols BTC-USD
  tapedeck export day.tape --out day.tape.jsonl.gz

*.csv and *.parquet are tables of quotes or of trades; *.jsonl and *.jsonl.gz hold every event, as tapedeck cut writes them. In tables ts
and tsRecv are Unix microseconds, prices and sizes the exact decimals of the tape: text in CSV, DECIMAL(27, 12) in Parquet. tapedeck
import reads them back.

  --out FILE         what to write
  --kind NAME        ${TABLE_KINDS.join(' or ')}; needed for tables
  --symbols A,B      only these
  --from, --to TIME  only events of from <= tsRecv < to
  --overwrite        replace FILE
  --help             this text

${PLACE_HELP}
`

const FLAGS = {
  out: textFlag,
  kind: textFlag,
  symbols: manyFlag,
  from: textFlag,
  to: textFlag,
  overwrite: switchFlag,
} as const

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a tape as CSV, Parquet or JSON lines',
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const path = oneFile('export', positionals)
    const out = required('export', 'out', values.out)
    const form = /\.(csv|parquet)$/.exec(out)?.[1] as 'csv' | 'parquet' | undefined
    if (form === undefined) {
      if (/\.jsonl(\.gz)?$/.test(out)) return cutCommand.run(args, terminal)
      throw new TapedeckError('BAD_OPTION', `--out ${out} is none of *.csv, *.parquet, *.jsonl, *.jsonl.gz`, { out })
    }
    const kind = kindOf(values.kind)
    const tables = new Tables()
    const progress = startProgress(terminal.err, 'exporting')
    await using source = await openTapeFile(path)
    try {
      const window = windowOf(values.from, values.to, source.header.start)
      const total = isSeekable(source) ? source.eventCount : 0
      const symbols = listOf(values.symbols)
      const rows = await exportTable(tables, {
        source,
        out,
        form,
        kind,
        overwrite: values.overwrite === true,
        symbols: symbols === undefined ? undefined : new Set(symbols),
        from: window?.from ?? 0,
        to: window?.to ?? NEVER,
        onProgress: (events) => {
          progress.at(events, total === 0 ? undefined : events / total)
        },
      })
      await terminal.out.write(`wrote ${count(rows)} ${kind} to ${out}\n`)
      return 0
    } finally {
      progress.end()
      tables.close()
    }
  },
}

function kindOf(text: string | undefined): TableKind {
  const found = TABLE_KINDS.find((kind) => kind === text)
  if (found !== undefined) return found
  throw new TapedeckError(
    'BAD_OPTION',
    `--kind ${text === undefined ? 'is missing' : JSON.stringify(text)}: a table holds ${TABLE_KINDS.join(' or ')}`,
    { kind: text },
  )
}
