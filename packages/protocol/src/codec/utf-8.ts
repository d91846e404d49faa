/** UTF-8 by the runtime's own coders, which browsers and Node have alike. */

declare class TextEncoder {
  encodeInto(text: string, into: Uint8Array): { readonly written: number }
}
declare class TextDecoder {
  constructor(label: 'utf-8', options: { readonly fatal: boolean; readonly ignoreBOM: boolean })
  decode(bytes: Uint8Array): string
}

const encoder = /* @__PURE__ */ new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Returns the number of bytes written. There must be room: three for each UTF-16 code unit are enough. */
export function encodeUtf8(text: string, into: Uint8Array): number {
  return encoder.encodeInto(text, into).written
}

/** Throws a TypeError for what is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
