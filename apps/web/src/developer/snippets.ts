/** Programs that hear what is on the screen: one for each door of the server, whole, to be pasted and run. */

import type { Channel } from '@tapedeck/protocol'

export const SNIPPET_KINDS = ['socket.io', 'sdk', 'websocket', 'curl'] as const
export type SnippetKind = (typeof SNIPPET_KINDS)[number]

export interface Scene {
  /** `http://127.0.0.1:4400` */
  readonly origin: string
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  readonly deck: SceneDeck
}

/** The deck that the page follows, as far as somebody else can follow it, too. */
export type SceneDeck =
  | { readonly kind: 'live' }
  | { readonly kind: 'shared'; readonly name: string }
  /** `from`: tape time, Unix microseconds. */
  | { readonly kind: 'recording'; readonly id: string; readonly from: number | undefined }

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
    ...(deck.kind === 'recording'
      ? [
          `  const opened = await socket.emitWithAck('deck:open', ${opening(deck, 'play: false')})`,
          '  if (!opened.ok) throw new Error(opened.error.message)',
          '  const { deck } = opened',
        ]
      : []),
    "  const answer = await socket.emitWithAck('subscribe', {",
    ...(deck.kind === 'shared' ? [`    deck: ${text(deck.name)},`] : []),
    ...(deck.kind === 'recording' ? ['    deck,'] : []),
    `    symbols: ${list(symbols)},`,
    `    channels: ${list(channels)},`,
    '  })',
    '  if (!answer.ok) throw new Error(answer.error.message)',
    "  for (const { channel, symbol, data } of answer.snapshots) console.log('snapshot', channel, symbol, data)",
    ...(deck.kind === 'recording' ? ["  await socket.emitWithAck('deck:control', { deck, action: 'play' })"] : []),
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
    ...(deck.kind === 'recording' ? [`const deck = await client.openDeck(${opening(deck, 'play: false')})`] : []),
    `const subscription = ${market}.subscribe(`,
    `  { symbols: ${list(symbols)}, channels: ${list(channels)} },`,
    '  {',
    "    snapshot: ({ channel, symbol, data }) => console.log('snapshot', channel, symbol, data),",
    ...eventsOf(channels).map((name) => `    ${name}: (event) => console.log(${text(name)}, event),`),
    '  },',
    ')',
    'await subscription.ready',
    ...(deck.kind === 'recording' ? ['await deck.play()'] : []),
  ]
}

function websocket({ origin, symbols, channels, deck }: Scene): readonly string[] {
  const name = deck.kind === 'shared' ? [`deck: ${text(deck.name)}`] : deck.kind === 'recording' ? ['deck'] : []
  const request = [`op: 'subscribe'`, ...name, `symbols: ${list(symbols)}`, `channels: ${list(channels)}`]
  return [
    '// browsers have it, and Node from 22 on',
    ...(deck.kind === 'recording'
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
  const from = deck.from === undefined ? '' : `,"from":${deck.from}`
  return [
    `DECK=$(curl -s '${origin}/api/decks' -H 'content-type: application/json' \\`,
    `  -d '{"recording":"${deck.id}"${from}}' | grep -o '"deck":"[^"]*' | cut -d'"' -f4)`,
    `curl -N "${stream}&deck=$DECK"`,
  ]
}

/** Each channel is heard by an event: `bar:1m` by `bar`. */
function eventsOf(channels: readonly Channel[]): readonly string[] {
  return [...new Set(channels.map((channel) => channel.replace(/:.*/, '')))]
}

function opening({ id, from }: Extract<SceneDeck, { readonly kind: 'recording' }>, ...more: readonly string[]): string {
  return `{ ${[`recording: ${text(id)}`, ...(from === undefined ? [] : [`from: ${from}`]), ...more].join(', ')} }`
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`
}
