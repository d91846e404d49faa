/** Channels that a client subscribes to, and the intervals of bars. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './units.ts'

/** Bar intervals, shortest first. */
export const INTERVALS = ['1s', '5s', '15s', '1m', '5m', '15m', '1h', '4h', '1d'] as const
export type Interval = (typeof INTERVALS)[number]

/** Length of each interval in microseconds. A `1d` bar follows the instrument's `dayStart`, so it lasts 23 to 25 hours. */
export const INTERVAL_MICROS: Readonly<Record<Interval, number>> = {
  '1s': MICROS_PER_SECOND,
  '5s': 5 * MICROS_PER_SECOND,
  '15s': 15 * MICROS_PER_SECOND,
  '1m': MICROS_PER_MINUTE,
  '5m': 5 * MICROS_PER_MINUTE,
  '15m': 15 * MICROS_PER_MINUTE,
  '1h': MICROS_PER_HOUR,
  '4h': 4 * MICROS_PER_HOUR,
  '1d': MICROS_PER_DAY,
}

/** A channel of one interval's bars. */
export type BarChannel = `bar:${Interval}`

/** Levels of each side that a book channel holds. */
export const BOOK_DEPTHS = [5, 10, 20] as const
export type BookDepth = (typeof BOOK_DEPTHS)[number]
/** A channel of the best levels of a book. */
export type BookChannel = `book:${BookDepth}`

/** Every channel that a client can subscribe to, per symbol, in a fixed order. */
export const CHANNELS = [
  'quote',
  'trade',
  'stats',
  'status',
  'bar:1s',
  'bar:5s',
  'bar:15s',
  'bar:1m',
  'bar:5m',
  'bar:15m',
  'bar:1h',
  'bar:4h',
  'bar:1d',
  'book:5',
  'book:10',
  'book:20',
] as const
export type Channel = (typeof CHANNELS)[number]

export function isInterval(text: string): text is Interval {
  return (INTERVALS as readonly string[]).includes(text)
}

export function isChannel(text: string): text is Channel {
  return (CHANNELS as readonly string[]).includes(text)
}

/** The interval of a bar channel, or undefined for another channel. */
export function intervalOf(channel: Channel): Interval | undefined {
  const text = channel.slice(4)
  return channel.startsWith('bar:') && isInterval(text) ? text : undefined
}

/** The levels of a book channel, or undefined for another channel. */
export function depthOf(channel: string): BookDepth | undefined {
  return channel.startsWith('book:') ? BOOK_DEPTHS.find((depth) => String(depth) === channel.slice(5)) : undefined
}

/** The Socket.IO room of a symbol's channel on a deck: `<deck>/<channel>/<symbol>`. */
export function roomName(deck: string, channel: Channel, symbol: string): string {
  return `${deck}/${channel}/${symbol}`
}

/** The number of a deck in batches of the wire: `live` is 0, the others are numbered by their names. */
export function deckNumberOf(deck: string): number {
  return Number(/^deck-(\d+)$/.exec(deck)?.[1] ?? 0)
}
