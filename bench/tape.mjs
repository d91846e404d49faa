// @ts-check
/**
 * `npm run bench:tape`: how fast a tape is read, played, recorded, opened and gone through, and how small it is. Each figure comes
 * from processes of its own over the same files, with JSON lines, as other replay servers keep them, as a peer; the last line is
 * one of JSON.
 */

import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { orSay, say } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'

const ROUNDS = 5
const MEASURES = fileURLToPath(new URL('tape-measures.mjs', import.meta.url))

await orSay(runAll)

async function runAll() {
  await ensureInstalled()
  await ensureBuilt()
  const files = await mkdtemp(join(tmpdir(), 'tapedeck-bench-'))
  try {
    const run = (/** @type {string} */ name) => {
      const text = execFileSync(process.execPath, ['--expose-gc', MEASURES, name, files], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      })
      return /** @type {Record<string, number>} */ (JSON.parse(text))
    }
    const median = (/** @type {string} */ name, rounds = ROUNDS) => {
      const runs = Array.from({ length: rounds }, () => run(name))
      const keys = Object.keys(runs[0] ?? {})
      return Object.fromEntries(
        keys.map((key) => [key, runs.map((one) => one[key] ?? NaN).sort((a, b) => a - b)[rounds >> 1] ?? NaN]),
      )
    }
    say('writing the tapes')
    const sizes = { ...run('make-traded'), ...run('make-mixed'), ...run('make-text'), ...run('make-long') }
    say('measuring')
    const figures = {
      ...median('decode'),
      ...median('decode-mixed'),
      ...median('decode-objects'),
      ...median('decode-text', 3),
      ...median('deck'),
      ...median('deck-text', 3),
      ...sizes,
      ...run('seek'),
      ...median('record'),
      ...median('open'),
    }
    table(figures)
    process.stdout.write(`${JSON.stringify(figures)}\n`)
  } finally {
    await rm(files, { recursive: true })
  }
}

/** @param {Record<string, number>} figures */
function table(figures) {
  const row = (
    /** @type {string} */ name,
    /** @type {string} */ key,
    /** @type {(n: number) => string} */ form,
    wanted = '',
  ) => process.stdout.write(`${name.padEnd(64)}${form(figures[key] ?? NaN).padStart(14)}   ${wanted}\n`)
  const millions = (/** @type {number} */ n) => `${(n / 1e6).toFixed(2)} M/s`
  const bytes = (/** @type {number} */ n) => `${n.toFixed(2)} B`
  const percent = (/** @type {number} */ n) => `${(n * 100).toFixed(1)} %`
  const megabytes = (/** @type {number} */ n) => `${(n / 1e6).toFixed(1)} MB`
  row('quotes and trades from disk, checksum verified, by cursor', 'decode_events_per_s', millions, 'wanted 15 M/s')
  row('all events, books included, by cursor', 'decode_mixed_events_per_s', millions)
  row('quotes and trades as objects', 'decode_objects_per_s', millions)
  row('the same events as JSON lines (JSON.parse)', 'decode_json_lines_per_s', millions, 'a peer')
  row('whole deck: market, bars, digest', 'deck_events_per_s', millions, 'wanted 1.5 M/s')
  row('whole deck from JSON lines', 'deck_text_events_per_s', millions, 'tardis-machine states 0.7 M/s')
  row('quotes and trades at rest, keyframes, bars and index included', 'bytes_per_event', bytes, 'wanted <= 10')
  row('  of it bars and keyframes', 'bytes_per_event_beside', bytes)
  row('all events at rest', 'bytes_per_event_mixed', bytes)
  row('  share of book events in it', 'book_share', percent)
  row('history before the tape', 'history_bytes', megabytes, 'once a tape')
  row('seek in 20 million events, p99', 'seek_p99_ms', (n) => `${n.toFixed(1)} ms`, 'wanted < 100 ms')
  row('seek, median', 'seek_p50_ms', (n) => `${n.toFixed(1)} ms`)
  row('recording, of the time of the deck of a live market', 'record_overhead', percent, 'wanted < 5 %')
  row('recording, of the time of an unpaced replay', 'record_overhead_unpaced', percent)
  row('start-up of a replay of 200 MB', 'open_s', (n) => `${n.toFixed(3)} s`, 'wanted < 1 s')
}
