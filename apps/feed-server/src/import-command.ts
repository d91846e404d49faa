/** The program behind `npm run import` and `tapedeck import`: brings CSV and Parquet files of quotes and trades onto a tape. */

import { parseArgs } from 'node:util'
import { ASSET_CLASSES, MICROS_PER_SECOND, TapedeckError, toErrorBody, type AssetClass } from '@tapedeck/protocol'
import { COLUMN_FIELDS, type ColumnMap, type ImportReport } from '@tapedeck/tape'
import { checkFlags, numberFlag, switchFlag, textFlag } from './flags.ts'
import { importFiles, previewImport, type ImportedFiles } from './tables/import-files.ts'

const USAGE = `Brings CSV and Parquet files of quotes and trades onto a tape

  npm run import -- QUOTES.csv TRADES.parquet --symbol BTC-USDT --out btc.tape
  npm run import -- TICKS.csv --symbol USD-JPY --asset-class fx --out usdjpy.tape
  npm run import -- DATA.csv --symbol X --map time=when,price=last --dry-run

Columns are found by name: a time (timestamp, ts, time, date), then bid and ask with their sizes, or price and size with
trade_id and buyer_maker or side. One file alone will do; their order does not matter.

  --symbol NAME          what the instrument is called on the tape
  --out FILE             the tape to write: *.jsonl and *.jsonl.gz as text, everything else in the binary form
  --overwrite            replace FILE
  --map FIELD=COLUMN,... columns whose names say too little; fields are ${COLUMN_FIELDS.join(', ')}
  --dry-run              show which columns were found and the first rows as they would stand on the tape; write nothing
  --asset-class NAME     ${ASSET_CLASSES.join(', ')}   (crypto)
  --currency NAME        currency of prices
  --venue NAME           where it was traded
  --price-precision N    decimals of prices      (what the data shows)
  --size-precision N     decimals of sizes       (what the data shows)
  --tick-size X          smallest price step     (what the data shows)
  --help                 this text
`

/** Imports. Resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args)
    if (options === undefined) {
      process.stdout.write(USAGE)
      return 0
    }
    const { outPath } = options
    if (outPath === undefined) process.stdout.write(await previewImport(options))
    else process.stdout.write(describe(await importFiles({ ...options, outPath }), outPath))
    return 0
  } catch (thrown) {
    const error = toErrorBody(thrown)
    const sentence = error.code === 'INTERNAL' ? String(thrown) : error.message
    process.stderr.write(`${sentence} [${error.code}]\n`)
    return 1
  }
}

const FLAGS = {
  symbol: textFlag,
  out: textFlag,
  overwrite: switchFlag,
  map: textFlag,
  'dry-run': switchFlag,
  'asset-class': textFlag,
  currency: textFlag,
  venue: textFlag,
  'price-precision': textFlag,
  'size-precision': textFlag,
  'tick-size': textFlag,
  help: switchFlag,
} as const

function readOptions(args: readonly string[]): (ImportedFiles & { readonly outPath: string | undefined }) | undefined {
  const { values, positionals } = checkFlags(() =>
    parseArgs({ args: [...args], options: FLAGS, allowPositionals: true }),
  )
  if (values.help === true) return undefined
  const { symbol, out } = values
  const isDry = values['dry-run'] === true
  if (symbol === undefined || (out === undefined && !isDry) || positionals.length === 0) {
    throw new TapedeckError('BAD_OPTION', 'an import needs files, --symbol and --out; --help shows examples')
  }
  const assetClass = values['asset-class']
  return {
    paths: positionals,
    symbol,
    outPath: isDry ? undefined : out,
    map: mapOf(values.map),
    overwrite: values.overwrite === true,
    assetClass: assetClass === undefined ? undefined : assetClassOf(assetClass),
    currency: values.currency,
    venue: values.venue,
    pricePrecision: numberFlag('price-precision', values['price-precision']),
    sizePrecision: numberFlag('size-precision', values['size-precision']),
    tickSize: values['tick-size'],
  }
}

function mapOf(text: string | undefined): ColumnMap {
  const pairs = text === undefined ? [] : text.split(',').map((pair) => pair.split('='))
  for (const [field = '', column = '', ...more] of pairs) {
    if (COLUMN_FIELDS.some((each) => each === field) && column !== '' && more.length === 0) continue
    throw new TapedeckError(
      'BAD_OPTION',
      `--map ${JSON.stringify(text)} is not FIELD=COLUMN,... with fields of ${COLUMN_FIELDS.join(', ')}`,
      { map: text },
    )
  }
  return Object.fromEntries(pairs) as ColumnMap
}

function assetClassOf(name: string): AssetClass {
  const known = ASSET_CLASSES.find((each) => each === name)
  if (known === undefined) {
    throw new TapedeckError(
      'BAD_OPTION',
      `--asset-class ${JSON.stringify(name)} is not one of ${ASSET_CLASSES.join(', ')}`,
      { name },
    )
  }
  return known
}

function describe(report: ImportReport, path: string): string {
  const seconds = (report.span.to - report.span.from) / MICROS_PER_SECOND
  const dirty = [
    report.cleaned > 0 ? `${report.cleaned} values were freed of floating-point dirt` : '',
    report.rounded > 0 ? `${report.rounded} values were rounded to the precision` : '',
    report.reordered > 0 ? `${report.reordered} rows were put in the order of time` : '',
  ].filter((each) => each !== '')
  const lines = [
    `imported ${report.quotes} quotes and ${report.trades} trades over ${seconds.toFixed(3)} s to ${path}`,
    `prices have ${report.pricePrecision} decimals and step by ${report.tickSize}, sizes have ${report.sizePrecision} decimals`,
    ...dirty,
    `digest ${report.digest}`,
    `play it: npm start -- --replay ${path}`,
  ]
  return `${lines.join('\n')}\n`
}
