/** Programs that hear what is on the screen: one for each door of the server, whole, to be pasted and run. */

import type { Channel, DeckOpenRequest } from '@tapedeck/protocol'

export const SNIPPET_KINDS = ['socket.io', 'sdk', 'websocket', 'curl'] as const
export type SnippetKind = (typeof SNIPPET_KINDS)[number]

export interface Scene {
  /** `http://127.0.0.1:4400` */
  readonly origin: string
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  readonly deck: SceneDeck
}

/** The deck that the page follows, or how somebody else opens one like it. */
export type SceneDeck = { readonly kind: 'live' } | { readonly kind: 'shared'; readonly name: string } | OpenedDeck

type OpenedDeck =
  /** `from`: tape time, Unix microseconds. */
  | { readonly kind: 'recording'; readonly id: string; readonly from: number | undefined }
  /** A market that is made for whoever asks; `scenario` as the catalogue spells it. */
  | { readonly kind: 'scenario'; readonly scenario: string }
  /** `live`, so many microseconds behind now. */
  | { readonly kind: 'rewound'; readonly by: number }

export function snippetOf(kind: SnippetKind, scene: Scene): string {
  return `${WRITERS[kind](scene).join('\n')}\n`
}

const WRITERS: Readonly<Record<SnippetKind, (scene: Scene) => readonly string[]>> = {
  'socket.io': socketIo,
  sdk,
  websocket,
  curl,
}

function socketIo({ origin, symbols, channels, deck }: Scene): readonly string[] {
  return [
    '// npm install socket.io-client',
    "import { io } from 'socket.io-client'",
    '',
    `const socket = io(${text(origin)})`,
    `for (const name of ${list(eventsOf(channels))}) socket.on(name, (event) => console.log(name, event))`,
    "socket.on('connect', async () => {",
    ...(isOpened(deck)
      ? [
          `  const opened = await socket.emitWithAck('deck:open', ${opening(deck, 'play: false')})`,
          '  if (!opened.ok) throw new Error(opened.error.message)',
          '  const { deck } = opened',
        ]
      : []),
    "  const answer = await socket.emitWithAck('subscribe', {",
    ...(deck.kind === 'shared' ? [`    deck: ${text(deck.name)},`] : []),
    ...(isOpened(deck) ? ['    deck,'] : []),
    `    symbols: ${list(symbols)},`,
    `    channels: ${list(channels)},`,
    '  })',
    '  if (!answer.ok) throw new Error(answer.error.message)',
    "  for (const { channel, symbol, data } of answer.snapshots) console.log('snapshot', channel, symbol, data)",
    ...(isOpened(deck) ? ["  await socket.emitWithAck('deck:control', { deck, action: 'play' })"] : []),
    '})',
  ]
}

function sdk({ origin, symbols, channels, deck }: Scene): readonly string[] {
  const market = deck.kind === 'live' ? 'client' : 'deck'
  return [
    "import { connectTapedeck } from '@tapedeck/client'",
    '',
    `const client = connectTapedeck(${text(origin)})`,
    ...(deck.kind === 'shared' ? [`const deck = client.joinDeck(${text(deck.name)})`] : []),
    ...(isOpened(deck) ? [`const deck = await client.openDeck(${opening(deck, 'play: false')})`] : []),
    `const subscription = ${market}.subscribe(`,
    `  { symbols: ${list(symbols)}, channels: ${list(channels)} },`,
    '  {',
    "    snapshot: ({ channel, symbol, data }) => console.log('snapshot', channel, symbol, data),",
    ...eventsOf(channels).map((name) => `    ${name}: (event) => console.log(${text(name)}, event),`),
    '  },',
    ')',
    'await subscription.ready',
    ...(isOpened(deck) ? ['await deck.play()'] : []),
  ]
}

function websocket({ origin, symbols, channels, deck }: Scene): readonly string[] {
  const name = deck.kind === 'shared' ? [`deck: ${text(deck.name)}`] : isOpened(deck) ? ['deck'] : []
  const request = [`op: 'subscribe'`, ...name, `symbols: ${list(symbols)}`, `channels: ${list(channels)}`]
  return [
    '// browsers have it, and Node from 22 on',
    ...(isOpened(deck)
      ? [
          `const opened = await fetch(${text(`${origin}/api/decks`)}, {`,
          "  method: 'POST',",
          "  headers: { 'content-type': 'application/json' },",
          `  body: JSON.stringify(${opening(deck)}),`,
          '})',
          'const { deck } = await opened.json()',
        ]
      : []),
    `const socket = new WebSocket(${text(`${origin.replace(/^http/, 'ws')}/ws`)})`,
    'socket.onmessage = ({ data }) => console.log(JSON.parse(data))',
    'socket.onopen = () => {',
    '  const request = {',
    ...request.map((field) => `    ${field},`),
    '  }',
    '  socket.send(JSON.stringify(request))',
    '}',
  ]
}

function curl({ origin, symbols, channels, deck }: Scene): readonly string[] {
  const query = `symbols=${symbols.map(encodeURIComponent).join(',')}&channels=${channels.join(',')}`
  const stream = `${origin}/sse?${query}`
  if (deck.kind === 'live') return [`curl -N '${stream}'`]
  if (deck.kind === 'shared') return [`curl -N '${stream}&deck=${encodeURIComponent(deck.name)}'`]
  return [
    `DECK=$(curl -s '${origin}/api/decks' -H 'content-type: application/json' \\`,
    `  -d '${JSON.stringify(requestOf(deck))}' | grep -o '"deck":"[^"]*' | cut -d'"' -f4)`,
    `curl -N "${stream}&deck=$DECK"`,
  ]
}

/** Each channel is heard by an event: `bar:1m` by `bar`. */
function eventsOf(channels: readonly Channel[]): readonly string[] {
  return [...new Set(channels.map((channel) => channel.replace(/:.*/, '')))]
}

function isOpened(deck: SceneDeck): deck is OpenedDeck {
  return deck.kind !== 'live' && deck.kind !== 'shared'
}

/** What the server is asked for. */
function requestOf(deck: OpenedDeck): DeckOpenRequest {
  switch (deck.kind) {
    case 'recording':
      return { recording: deck.id, from: deck.from }
    case 'scenario':
      return { scenario: deck.scenario }
    case 'rewound':
      return { rewind: deck.by }
  }
}

function opening(deck: OpenedDeck, ...more: readonly string[]): string {
  const fields = Object.entries(requestOf(deck)).filter(([, value]) => value !== undefined)
  const written = fields.map(([name, value]) => `${name}: ${typeof value === 'string' ? text(value) : value}`)
  return `{ ${[...written, ...more].join(', ')} }`
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`
}
