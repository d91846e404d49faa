/** Writes items as a batch of the wire: quotes and trades as records, whatever else is of a channel as JSON among them; what is of the whole deck travels beside it. */

import {
  ByteWriter,
  fitsAnchor,
  quoteAnchor,
  tradeAnchor,
  writeBatchHead,
  writeJson,
  writeQuote,
  writeTrade,
  type Anchor,
  type RecordForm,
} from '@tapedeck/protocol'
import type { Item, WireForm, WireRecord } from './item.ts'

/** Whether an item goes into a batch: one message costs a page less than many, and all that a cycle says of the channels keeps its order. */
export function isInBatch({ topic }: Item): boolean {
  return topic.symbol !== ''
}

/** The bytes of a batch. Full records (`isFull`) are for clients that may not hold the anchors. */
export function encodeBatch(items: readonly Item[], deck: number, isFull: boolean): Uint8Array {
  const writer = new ByteWriter()
  const base = items.find(({ record }) => record !== undefined)?.record?.event.tsRecv ?? 0
  writeBatchHead(writer, deck, base)
  for (const item of items) {
    if (item.record === undefined) writeJson(writer, item.topic.index, item.name, item.json)
    else if (isFull) write(writer, item, item.record, 'full', undefined, base)
    else writeShared(writer, item, item.record, base)
  }
  return writer.bytes
}

function writeShared(writer: ByteWriter, item: Item, record: WireRecord, base: number): void {
  const { form, anchor } = (item.wire ??= formOf(item, record))
  write(writer, item, record, form, anchor, base)
}

/** Against the anchor that everybody holds, or as the next one. */
function formOf({ topic }: Item, { event, instrument }: WireRecord): WireForm {
  const { anchor } = topic
  if (!topic.needsAnchor && fitsAnchor(anchor, event.seq, instrument)) return { form: 'delta', anchor }
  topic.anchor = event.type === 'quote' ? quoteAnchor(event, instrument) : tradeAnchor(event, instrument)
  topic.needsAnchor = false
  return { form: 'anchor', anchor: undefined }
}

function write(
  writer: ByteWriter,
  { topic }: Item,
  { event, instrument }: WireRecord,
  form: RecordForm,
  anchor: Anchor | undefined,
  base: number,
): void {
  if (event.type === 'quote') writeQuote(writer, topic.index, form, anchor, base, event, instrument)
  else writeTrade(writer, topic.index, form, anchor, base, event, instrument)
}
