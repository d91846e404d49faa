// @ts-check
/** The measures of bench/tape.mjs, each run in a process of its own: a name and a folder come in, figures go out as JSON. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A full hour of a winter's Wednesday. */
const START = 1_767_794_400_000_000
const TRADED_EVENTS = 2_000_000
const MIXED_EVENTS = 2_000_000
const LONG_EVENTS = 20_000_000
const TEXT_EVENTS = 500_000
const SEEKS = 300
const LIVE_EVENTS = 1_000_000

const [measure = '', folder = ''] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await runOne(measure)))

/** @param {string} name @returns {Promise<Record<string, number>>} */
async function runOne(name) {
  switch (name) {
    case 'make-traded':
      return makeTraded()
    case 'make-mixed':
      return makeMixed()
    case 'make-text':
      return makeTape('text.tape.jsonl', TEXT_EVENTS).then(() => ({}))
    case 'make-long':
      return makeTape('long.tape', LONG_EVENTS).then(() => ({}))
    case 'decode':
      return { decode_events_per_s: await cursorSpeed('traded.tape') }
    case 'decode-mixed':
      return { decode_mixed_events_per_s: await cursorSpeed('mixed.tape') }
    case 'decode-objects':
      return { decode_objects_per_s: await objectSpeed('traded.tape') }
    case 'decode-text':
      return { decode_json_lines_per_s: await jsonLinesSpeed('text.tape.jsonl') }
    case 'deck':
      return { deck_events_per_s: await deckSpeed('mixed.tape') }
    case 'deck-text':
      return { deck_text_events_per_s: await deckSpeed('text.tape.jsonl') }
    case 'seek':
      return seekTimes('long.tape')
    case 'record':
      return recordOverhead()
    case 'open':
      return { open_s: await openTime('long.tape') }
    default:
      throw new Error(`there is no measure ${name}`)
  }
}

/** The default market from its start, played as fast as it goes. @param {string} name */
async function marketDeck(name) {
  const { createScaledClock, openDeck } = await import('@tapedeck/deck')
  const { source } = await market()
  return openDeck({ name, source, clock: createScaledClock('max') })
}

async function market() {
  const { micros } = await import('@tapedeck/protocol')
  const { createSimulator, DEFAULT_INSTRUMENTS } = await import('@tapedeck/simulator')
  const { streamSource } = await import('@tapedeck/tape')
  const start = micros(START)
  const simulator = createSimulator({ seed: 1, start, instruments: DEFAULT_INSTRUMENTS })
  const header = {
    tapeId: simulator.tapeId,
    epoch: simulator.epoch,
    source: /** @type {const} */ ('simulator'),
    name: simulator.name,
    start,
    simulation: null,
    instruments: simulator.instruments,
  }
  return { header, source: streamSource(header, simulator.history(), simulator.open()) }
}

/**
 * Records the default market up to a number of events.
 * @param {string} file @param {number} events
 * @param {import('@tapedeck/deck').RecorderOptions} [options]
 */
async function makeTape(file, events, options) {
  const { createRecorder } = await import('@tapedeck/deck')
  const { createTapeFile } = await import('@tapedeck/tape/node')
  const deck = await marketDeck(file)
  const { header, source } = await market()
  const { history } = source
  const sink = await createTapeFile(join(folder, file), header, history, { sync: 'close' })
  let written = 0
  const counting = {
    ...sink,
    get wantsKeyframe() {
      return sink.wantsKeyframe
    },
    /** @param {import('@tapedeck/protocol').SourceEvent} event */
    write(event) {
      sink.write(event)
      written++
    },
  }
  const recorder = createRecorder(deck, counting, options)
  const enough = new Promise((resolve) => {
    deck.on({ settled: () => void (written >= events && resolve(undefined)) })
  })
  deck.play()
  await enough
  deck.pause()
  await recorder.close()
  await deck.close()
}

async function makeTraded() {
  await makeTape('traded.tape', TRADED_EVENTS, { channels: ['quote', 'trade'] })
  const { events, beside, history } = await sizeOf('traded.tape')
  return {
    bytes_per_event: (events.bytes + beside) / events.count,
    bytes_per_event_beside: beside / events.count,
    history_bytes: history,
  }
}

async function makeMixed() {
  await makeTape('mixed.tape', MIXED_EVENTS)
  const { events, beside } = await sizeOf('mixed.tape')
  return { bytes_per_event_mixed: (events.bytes + beside) / events.count, book_share: await bookShare('mixed.tape') }
}

/** What blocks of a tape take. @param {string} file */
async function sizeOf(file) {
  const { openTapeFile } = await import('@tapedeck/tape/node')
  const tape = await openTapeFile(join(folder, file))
  await tape.close()
  if (tape.form !== 'binary') throw new Error(`${file} is not in the binary form`)
  const { blocks, eventCount } = tape
  const { size } = await stat(join(folder, file))
  return {
    events: { count: eventCount, bytes: blocks.events.bytes },
    beside: blocks.keyframe.bytes + blocks.bars.bytes + blocks.index.bytes + blocks.end.bytes,
    history: blocks.history.bytes,
    size,
  }
}

/** Bytes of book events among all records. @param {string} file */
async function bookShare(file) {
  const { createEventEncoder } = await import('@tapedeck/protocol')
  const encoder = createEventEncoder()
  let books = 0
  let all = 0
  for await (const event of eventsOf(file)) {
    const before = encoder.byteLength
    encoder.add(event)
    if (event.type === 'book') books += encoder.byteLength - before
    all += encoder.byteLength - before
    if (encoder.byteLength > 65_536) encoder.finish()
  }
  return books / all
}

/** @param {string} file */
async function* eventsOf(file) {
  const { openTapeFile } = await import('@tapedeck/tape/node')
  const tape = await openTapeFile(join(folder, file))
  while (await tape.fill()) {
    for (let event = tape.next(); event !== undefined; event = tape.next()) yield event
  }
  await tape.close()
}

/** Calls a second of something that is done three times to warm up, and then three times more. @param {() => Promise<number>} work */
async function perSecond(work) {
  for (let round = 0; round < 3; round++) await work()
  globalThis.gc?.()
  const began = performance.now()
  let count = 0
  for (let round = 0; round < 3; round++) count += await work()
  return count / ((performance.now() - began) / 1_000)
}

/** Every field of every event, through a cursor. @param {string} file */
function cursorSpeed(file) {
  return perSecond(async () => {
    const { createEventCursor, KIND } = await import('@tapedeck/protocol')
    const { readBlocks } = await import('@tapedeck/tape/node')
    const cursor = createEventCursor()
    let events = 0
    let sum = 0
    for await (const block of readBlocks(join(folder, file))) {
      cursor.open(block)
      while (cursor.next()) {
        events++
        sum += cursor.ts + cursor.tsRecv + cursor.seq + cursor.instrumentId
        if (cursor.kind === KIND.quote) sum += cursor.bid + cursor.bidSize + cursor.ask + cursor.askSize + cursor.nulls
        else if (cursor.kind === KIND.trade) {
          sum += cursor.price + cursor.size + cursor.side + cursor.condition + cursor.tradeId
        } else if (cursor.kind === KIND.book) {
          const { bids, asks } = cursor
          for (let place = 0; place < bids.count; place++) sum += (bids.prices[place] ?? 0) + (bids.sizes[place] ?? 0)
          for (let place = 0; place < asks.count; place++) sum += (asks.prices[place] ?? 0) + (asks.sizes[place] ?? 0)
        }
      }
    }
    if (Number.isNaN(sum)) throw new Error('a field was no number')
    return events
  })
}

/** Each event as an object of its own. @param {string} file */
function objectSpeed(file) {
  return perSecond(async () => {
    const { openTapeFile } = await import('@tapedeck/tape/node')
    const tape = await openTapeFile(join(folder, file))
    let events = 0
    while (await tape.fill()) {
      for (let event = tape.next(); event !== undefined; event = tape.next()) events++
    }
    await tape.close()
    return events
  })
}

/** The same as lines of JSON, as other replay servers keep them: parsed, and not checked. @param {string} file */
function jsonLinesSpeed(file) {
  return perSecond(async () => {
    let events = 0
    for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
      if (JSON.parse(line).tsRecv > 0) events++
    }
    return events
  })
}

/** A whole deck, digest included. @param {string} file */
function deckSpeed(file) {
  return perSecond(async () => {
    const { createScaledClock, openDeck } = await import('@tapedeck/deck')
    const { createDigest } = await import('@tapedeck/tape')
    const { nodeHash, openTapeFile } = await import('@tapedeck/tape/node')
    const source = await openTapeFile(join(folder, file))
    const createSum = () => createDigest(nodeHash())
    const deck = openDeck({ name: 'bench', source, clock: createScaledClock('max'), createDigest: createSum })
    deck.play()
    await deck.ended
    const { events, digest } = deck.status()
    await deck.close()
    if (digest === null) throw new Error('the tape was not played to its end')
    return events
  })
}

/** Seeks to places all over a tape, the state there included. @param {string} file */
async function seekTimes(file) {
  const { createScaledClock, openDeck } = await import('@tapedeck/deck')
  const { openTapeFile } = await import('@tapedeck/tape/node')
  const source = await openTapeFile(join(folder, file))
  const deck = openDeck({ name: 'bench', source, clock: createScaledClock(1) })
  /** @type {number[]} */
  const times = []
  for (let index = 0; index < SEEKS; index++) {
    // places of the golden ratio's multiples lie evenly and in no order
    const fraction = (index * 0.618_033_988_749_895) % 1
    const began = performance.now()
    await deck.seek({ fraction })
    times.push(performance.now() - began)
  }
  await deck.close()
  times.sort((a, b) => a - b)
  const at = (/** @type {number} */ share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return { seek_p50_ms: at(0.5), seek_p99_ms: at(0.99) }
}

/**
 * What recording adds to a deck, in CPU time of the process: to the default market as it runs live, a second at a time with all that its server does
 * once a second; and to a tape that is replayed as fast as it goes.
 */
async function recordOverhead() {
  const live = await marketTime(false)
  const recorded = await marketTime(true)
  const plain = await replayTime(false)
  const copied = await replayTime(true)
  return { record_overhead: recorded / live - 1, record_overhead_unpaced: copied / plain - 1 }
}

/** Milliseconds for a million events of the simulated market through a deck. @param {boolean} isRecorded */
async function marketTime(isRecorded) {
  const { createRecorder } = await import('@tapedeck/deck')
  const { createTapeFile } = await import('@tapedeck/tape/node')
  const deck = await marketDeck('live')
  const { header, history } = deck
  const path = join(folder, 'recorded.tape')
  const sink = isRecorded ? await createTapeFile(path, header, history, { overwrite: true }) : undefined
  const recorder = sink === undefined ? undefined : createRecorder(deck, sink)
  let events = 0
  let began = 0
  let ended = 0
  const enough = new Promise((resolve) => {
    deck.on({
      event() {
        events++
        // what is compiled first is no part of it
        if (events === LIVE_EVENTS / 5) began = performance.now()
        if (events !== LIVE_EVENTS) return
        ended = performance.now()
        resolve(undefined)
      },
    })
  })
  deck.play()
  await enough
  deck.pause()
  await recorder?.close()
  await deck.close()
  return ended - began
}

/** Milliseconds for a replay from its first event to its last. @param {boolean} isRecorded */
async function replayTime(isRecorded) {
  const { createRecorder, createScaledClock, openDeck } = await import('@tapedeck/deck')
  const { createDigest } = await import('@tapedeck/tape')
  const { createTapeFile, nodeHash, openTapeFile } = await import('@tapedeck/tape/node')
  const source = await openTapeFile(join(folder, 'mixed.tape'))
  const createSum = () => createDigest(nodeHash())
  const deck = openDeck({ name: 'replay', source, clock: createScaledClock('max'), createDigest: createSum })
  const path = join(folder, 'recorded.tape')
  const sink = isRecorded ? await createTapeFile(path, deck.header, deck.history, { overwrite: true }) : undefined
  const recorder = sink === undefined ? undefined : createRecorder(deck, sink)
  const began = performance.now()
  deck.play()
  await deck.ended
  const took = performance.now() - began
  await recorder?.close()
  await deck.close()
  return took
}

/** Seconds from a path to a deck that stands at its first event. @param {string} file */
async function openTime(file) {
  const { createScaledClock, openDeck } = await import('@tapedeck/deck')
  const { openTapeFile } = await import('@tapedeck/tape/node')
  const began = performance.now()
  const source = await openTapeFile(join(folder, file))
  const deck = openDeck({ name: 'bench', source, clock: createScaledClock(1) })
  await source.fill()
  const took = (performance.now() - began) / 1_000
  await deck.close()
  return took
}
