/** The digest of a tape: SHA-256 over its source events in canonical form, the same on every platform and at every speed. */

import { sha256 } from '@noble/hashes/sha2.js'
import type { SourceEvent } from '@tapedeck/protocol'
import { createCanonicalWriter } from './canonical.ts'

/** A SHA-256 that is fed piece by piece. */
export interface IncrementalHash {
  /** Takes more bytes and keeps no reference to them. */
  update(bytes: Uint8Array): void
  /** The hash of everything so far, in lower-case hex. More bytes may follow. */
  hex(): string
}

/** Sums a tape while it is played, written or read. */
export interface Digest {
  /** Takes the next event of the tape. */
  add(event: SourceEvent): void
  /** SHA-256 over the events so far, 64 hex digits. More events may follow. */
  hex(): string
  /** Events taken so far. */
  readonly events: number
}

/** Creates a digest of no events. `hash` defaults to {@link portableHash}; in Node `nodeHash()` is several times faster. */
export function createDigest(hash: IncrementalHash = portableHash()): Digest {
  const canonical = createCanonicalWriter((bytes) => hash.update(bytes))
  let events = 0
  return {
    add(event) {
      canonical.write(event)
      events++
    },
    hex() {
      canonical.flush()
      return hash.hex()
    },
    get events() {
      return events
    },
  }
}

/** SHA-256 in plain JavaScript: runs wherever the project runs. */
export function portableHash(): IncrementalHash {
  const hash = sha256.create()
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => toHex(hash.clone().digest()),
  }
}

function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
