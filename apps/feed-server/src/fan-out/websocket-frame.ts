/** WebSocket frames of a server: unmasked and whole (RFC 6455, section 5.2). */

const FIN = 0x80
const TEXT = 0x01
const BINARY = 0x02
const SHORT = 126
const LONG = 127

export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const [frame, head] = framed(TEXT, length)
  frame.write(text, head)
  return frame
}

export function binaryFrame(bytes: Uint8Array): Buffer {
  const [frame, head] = framed(BINARY, bytes.length)
  frame.set(bytes, head)
  return frame
}

/** A frame with its head, and the length of that. */
function framed(opcode: number, length: number): readonly [Buffer, number] {
  const head = length < SHORT ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = FIN | opcode
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = SHORT
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LONG
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  return [frame, head]
}
