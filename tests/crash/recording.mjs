// @ts-check
/**
 * A recording that is made to be killed: a simulated market played as fast as it goes into a tape file. It says on standard
 * output how many events are durable, each time that grows.
 */

import { createScaledClock, createRecorder, openDeck } from '@tapedeck/deck'
import { micros } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import { streamSource } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'

/** Tape seconds a second: some events between any two reports, and on no disk, however slow, a tape that takes long to verify. */
const PACE = 100

const [path = '', seed = '1'] = process.argv.slice(2)
const start = micros(1_767_794_400_000_000)
const instruments = DEFAULT_INSTRUMENTS.slice(0, 6)
const simulator = createSimulator({ seed: Number(seed), start, instruments, historyBars: 5 })
const header = {
  tapeId: simulator.tapeId,
  epoch: simulator.epoch,
  source: /** @type {const} */ ('simulator'),
  name: simulator.name,
  start,
  simulation: null,
  instruments: simulator.instruments,
}
const source = streamSource(header, simulator.history(), simulator.open())
const deck = openDeck({ name: 'killed', source, clock: createScaledClock(PACE) })
const sink = await createTapeFile(path, header, source.history, {
  blockBytes: 4_096,
  onDurable: (events) => process.stdout.write(`${events}\n`),
})
createRecorder(deck, sink)
// durable at every moment, in place of once a second
const flush = async () => {
  await sink.flush()
  setImmediate(() => void flush())
}
void flush()
deck.play()
