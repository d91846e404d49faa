/** A tape file in the binary form as a sink. */

import { ByteWriter, createEventEncoder, type BarState, type HistoryBar } from '@tapedeck/protocol'
import { encodeBars } from '../binary/bars-block.ts'
import { BlockIndex, writeEventsHead, type EventsHead } from '../binary/block-index.ts'
import { BLOCK, FILE_MARK, frameBlock, MAX_PAYLOAD } from '../binary/block.ts'
import { encodeHistory } from '../binary/history-block.ts'
import { encodeEndBlock, encodeHeaderBlock, encodeKeyframe } from '../binary/tape-head.ts'
import { createDigest } from '../digest/digest.ts'
import type { TapeHeader } from '../header.ts'
import type { TapeSink, TapeSummary } from '../sink.ts'
import type { TapeMarker } from '../source.ts'
import { createAppender } from './appender.ts'
import { nodeHash } from './node-hash.ts'
import type { TapeFileOptions } from './tape-file-options.ts'

const BLOCK_BYTES = 65_536
/** A keyframe is due after so many events, or when so many times its own bytes were written since the last one. */
const KEYFRAME_EVENTS = 50_000
const KEYFRAME_RATIO = 10
const LEAST_KEYFRAME_BYTES = 65_536

/** As {@link createTapeFile}. */
export async function createBinaryFile(
  path: string,
  header: TapeHeader,
  history: Iterable<HistoryBar>,
  options: TapeFileOptions,
): Promise<TapeSink> {
  const { overwrite = false, sync = 'flush', opening = null, bars = [], onDurable, onError } = options
  const { blockBytes = BLOCK_BYTES } = options
  const index = new BlockIndex(header.start)
  const encoder = createEventEncoder()
  const digest = createDigest(nodeHash())
  let markers: TapeMarker[] = []
  let keyframeBytes = 0
  let keyframeEvents = 0
  let bytesSinceKeyframe = 0
  let isClosed = false
  let closing: Promise<TapeSummary> | undefined

  const framed = (type: number, payload: Uint8Array, head: EventsHead | null = null): Uint8Array => {
    const block = frameBlock(type, payload)
    index.add(type, payload.length, head)
    return block
  }
  const keyframeBlocks = (state: Uint8Array, closed: readonly BarState[]): Uint8Array[] => [
    framed(BLOCK.keyframe, encodeKeyframe({ events: index.events, tsRecv: index.tsLast, state })),
    ...(closed.length === 0 ? [] : [framed(BLOCK.bars, encodeBars(closed))]),
  ]
  const head = [FILE_MARK, framed(BLOCK.header, encodeHeaderBlock(header))]
  for (const payload of encodeHistory(history)) head.push(framed(BLOCK.history, payload))
  if (opening !== null) head.push(...keyframeBlocks(opening, bars))
  const appender = await createAppender(path, Buffer.concat(head), { overwrite, onError })

  /** Ends the events block, so that everything taken is in blocks. */
  const endBlock = (): void => {
    const { count, tsFirst, tsLast } = encoder
    if (count === 0) return
    const events: EventsHead = { count, tsFirst, tsLast, markers }
    const writer = new ByteWriter()
    writeEventsHead(writer, events)
    writer.raw(encoder.finish())
    markers = []
    const block = framed(BLOCK.events, writer.bytes, events)
    bytesSinceKeyframe += block.length
    appender.append(block)
  }
  const drain = async (isSynced: boolean): Promise<void> => {
    if (appender.failure === undefined) guarded(endBlock)
    const { events } = index
    await appender.drain(isSynced)
    if (isSynced) onDurable?.(events)
  }
  /** What cannot be encoded ends the tape, never whoever plays. */
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (thrown) {
      appender.fail(thrown)
    }
  }
  const summary = (): TapeSummary => ({ events: digest.events, digest: digest.hex() })
  const appendEnd = (): void => {
    endBlock()
    const indexAt = index.end
    const payload = index.encode()
    // a tape of some hundred gigabytes is read without its index
    const hasIndex = payload.length <= MAX_PAYLOAD
    if (hasIndex) appender.append(framed(BLOCK.index, payload))
    appender.append(framed(BLOCK.end, encodeEndBlock({ ...summary(), indexAt: hasIndex ? indexAt : 0 })))
  }
  const finish = async (): Promise<TapeSummary> => {
    try {
      if (appender.failure === undefined) guarded(appendEnd)
      await drain(sync !== 'never')
    } finally {
      await appender.close()
    }
    if (appender.failure !== undefined) throw appender.failure
    return summary()
  }

  return {
    write(event) {
      if (isClosed || appender.failure !== undefined) return
      try {
        encoder.add(event)
        digest.add(event)
        if (event.type === 'marker') markers.push({ name: event.name, tsRecv: event.tsRecv })
        if (encoder.byteLength >= blockBytes) endBlock()
      } catch (thrown) {
        appender.fail(thrown)
      }
    },
    get wantsKeyframe() {
      if (digest.events - keyframeEvents >= KEYFRAME_EVENTS) return true
      const since = bytesSinceKeyframe + encoder.byteLength
      return since > LEAST_KEYFRAME_BYTES && since > keyframeBytes * KEYFRAME_RATIO
    },
    keyframe(state, closed) {
      if (isClosed || appender.failure !== undefined) return
      guarded(() => {
        endBlock()
        for (const block of keyframeBlocks(state, closed)) appender.append(block)
      })
      keyframeBytes = state.length
      keyframeEvents = digest.events
      bytesSinceKeyframe = 0
    },
    flush: () => drain(sync === 'flush'),
    close() {
      isClosed = true
      return (closing ??= finish())
    },
  }
}
