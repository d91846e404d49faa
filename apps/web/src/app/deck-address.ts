/** What the address says of the deck: `?rec=r-0f3a9c1d2b4e&t=2026-01-05T14:30:04.250Z&x=4` opens a recording at a moment. */

import { parseSpeed, type Speed } from '../deck/speeds.ts'

/** A recording of the library, or a deck that others share. */
export type DeckAddress =
  | {
      readonly recording: string
      /** Tape time, Unix microseconds. */
      readonly at?: number | undefined
      readonly speed?: Speed | undefined
    }
  | { readonly deck: string }

/** What a location's search asks for; undefined where it is `live`. */
export function parseDeckAddress(search: string): DeckAddress | undefined {
  const query = new URLSearchParams(search)
  const recording = query.get('rec')
  const deck = query.get('deck')
  if (recording !== null && recording !== '') {
    return { recording, at: parseTime(query.get('t') ?? ''), speed: parseSpeed(query.get('x') ?? '') }
  }
  return deck === null || deck === '' ? undefined : { deck }
}

const OWN_KEYS: ReadonlySet<string> = new Set(['rec', 't', 'x', 'deck'])

/** The query with that of the deck, none for `live`; what others put there stays as it is. */
export function formatDeckAddress(search: string, address: DeckAddress | undefined): string {
  const others = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !OWN_KEYS.has(part.split('=')[0] ?? ''))
  // colons may stand in a query, and times are read by people
  const own = address === undefined ? '' : parametersOf(address).toString().replaceAll('%3A', ':')
  const parts = own === '' ? others : [...others, own]
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function parametersOf(address: DeckAddress): URLSearchParams {
  if ('deck' in address) return new URLSearchParams({ deck: address.deck })
  const query = new URLSearchParams({ rec: address.recording })
  if (address.at !== undefined) query.set('t', timeText(address.at))
  if (address.speed !== undefined && address.speed !== 1) query.set('x', String(address.speed))
  return query
}

/** `2026-01-05T14:30:04.250Z`, or with the microseconds that it has. */
function timeText(micros: number): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString()
  const rest = micros % 1000
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}

function parseTime(text: string): number | undefined {
  const [, whole = '', fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text) ?? []
  const seconds = Date.parse(`${whole}Z`) / 1000
  return Number.isNaN(seconds) ? undefined : seconds * 1_000_000 + Number(fraction.padEnd(6, '0'))
}
