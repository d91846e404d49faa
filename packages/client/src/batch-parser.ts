/**
 * Socket.IO's parser with one thing more: a raw binary message is a batch of events. Parsers are Socket.IO's public extension point; everything
 * else is in its default format, so that one server speaks to both.
 */

import { Decoder, Encoder, PacketType } from 'socket.io-parser'

/** The event that a batch arrives as. */
export const BATCH_EVENT = 'batch'

class BatchDecoder extends Decoder {
  override add(message: unknown): void {
    if (typeof message === 'string') super.add(message)
    else this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', data: [BATCH_EVENT, message] })
  }
}

export const batchParser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder } = {
  Encoder,
  Decoder: BatchDecoder,
}
