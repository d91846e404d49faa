/** The client as a whole: one connection, its requests and subscriptions, and the events of the deck. */

import type { Channel, Notice } from '@tapedeck/protocol'
import { BATCH_EVENT } from './batch-parser.ts'
import { Batches, type BatchListener } from './batches.ts'
import type {
  ClientEventData,
  ClientEvents,
  ClientOptions,
  DeckHandle,
  SubscriptionListener,
  TapedeckClient,
} from './client-types.ts'
import { createConnection } from './connection.ts'
import { createCredentials } from './credentials.ts'
import { createDeckHandle, FollowedDeck } from './deck-handle.ts'
import { callSafely } from './holder.ts'
import { resolveOptions } from './options.ts'
import { createMarketView } from './market-view.ts'
import { createRequests } from './requests.ts'
import { ServerClock } from './server-clock.ts'
import { createSubscriptions } from './subscriptions.ts'

/**
 * Connects to a feed server, and connects again whenever the connection is lost, until `close`. Without a url it is the
 * server that the page came from. Throws `BAD_OPTION`.
 */
export function connectTapedeck(url?: string, options: ClientOptions = {}): TapedeckClient {
  const resolved = resolveOptions(options)
  const listeners: { readonly [Name in keyof ClientEventData]: Set<ClientEvents[Name]> } = {
    state: new Set(),
    deck: new Set(),
    instrument: new Set(),
    gap: new Set(),
    notice: new Set(),
    recording: new Set(),
  }
  const emit = <Name extends keyof ClientEventData>(name: Name, event: ClientEventData[Name]): void => {
    for (const listener of listeners[name]) callSafely(() => listener(event))
  }
  const batches = new Batches()
  /** Decks of which something is heard, by name. */
  const followed = new Map<string, FollowedDeck>()
  const notify = (notice: Notice): void => emit('notice', notice)
  const credentials = createCredentials(resolved, notify)
  const connection = createConnection(url, resolved, credentials, {
    refused: notify,
    state: (state) => emit('state', state),
    connected: () => {
      clock.start()
      followed.forEach(({ subscriptions }) => subscriptions.connected())
    },
    disconnected: () => {
      clock.stop()
      batches.clear()
      followed.forEach(({ subscriptions }) => subscriptions.disconnected())
    },
  })
  const requests = createRequests(connection, url, resolved)
  const clock = new ServerClock(requests)
  const isConnected = (): boolean => connection.state === 'connected'
  const context = { requests, clock, isConnected, staleAfterMs: resolved.staleAfterMs }
  const flushes = new Set<() => void | Promise<void>>()
  const follow = (name: string): FollowedDeck => {
    const known = followed.get(name)
    if (known !== undefined) return known
    const deck = new FollowedDeck(
      name,
      createSubscriptions(name, requests, resolved, (snapshots) => batches.learn(name, snapshots)),
    )
    followed.set(name, deck)
    if (connection.state === 'connected') deck.subscriptions.connected()
    return deck
  }
  const handleOf = (name: string): DeckHandle => createDeckHandle(follow(name), context, () => followed.delete(name))
  const own = follow(resolved.deck)

  /** An update of a market, told to those who follow its deck: events of the live one do not name it. */
  const update = (
    data: { readonly symbol: string; readonly seq: number; readonly deck?: string },
    channel: Channel,
    state: object | undefined,
    tell: (listener: SubscriptionListener) => void,
  ): void => followed.get(data.deck ?? 'live')?.subscriptions.update(channel, data, state, tell)
  const isOurs = (event: { readonly deck?: string }): boolean => (event.deck ?? 'live') === resolved.deck
  const { socket } = connection
  // a batch is no event of the protocol, but what our parser makes of a binary message
  const on = (name: string, listener: (event: unknown) => void): void =>
    void (socket as { on(name: string, listener: (event: unknown) => void): unknown }).on(name, listener)
  const hear: BatchListener = {
    quote: (quote) => update(quote, 'quote', quote, (listener) => listener.quote?.(quote)),
    trade: (trade) => update(trade, 'trade', trade, (listener) => listener.trade?.(trade)),
    'trade-bust': (bust) => update(bust, 'trade', undefined, (listener) => listener.tradeBust?.(bust)),
    stats: (stats) => update(stats, 'stats', stats, (listener) => listener.stats?.(stats)),
    status: (status) => update(status, 'status', status, (listener) => listener.status?.(status)),
    bar: (bar) => update(bar, `bar:${bar.interval}`, bar, (listener) => listener.bar?.(bar)),
    book: (book) => update(book, `book:${book.depth}`, undefined, (listener) => listener.book?.(book)),
  }
  on(BATCH_EVENT, (message) => batches.read(message, hear))
  // of a server that sends no batches
  for (const name in hear) on(name, hear[name as keyof BatchListener] as (event: unknown) => void)
  socket.on('deck', (status) => {
    followed.get(status.deck)?.hear(status)
    if (isOurs(status)) emit('deck', status)
  })
  socket.on('reset', (reset) => followed.get(reset.deck)?.subscriptions.reset(reset))
  socket.on('recording', (recording) => emit('recording', recording))
  socket.on('instrument', (change) => {
    if (isOurs(change)) emit('instrument', change)
  })
  socket.on('gap', (gap) => {
    for (const listener of followed.get(gap.deck ?? 'live')?.gapListeners ?? []) callSafely(() => listener(gap))
    if (isOurs(gap)) emit('gap', gap)
  })
  socket.on('notice', (notice) => {
    notify(notice)
    void credentials.renewAt(notice, requests)
  })
  // what a flush throws is its owner's to see, and holds up nobody
  socket.on('barrier', (acknowledge) => {
    void Promise.all([...flushes].map(async (flush) => flush())).finally(acknowledge)
  })
  connection.connect()

  const close = (): void => {
    followed.forEach(({ subscriptions }) => subscriptions.close())
    // before the connection goes, so that they say CLOSED and not DISCONNECTED
    requests.close()
    connection.close()
  }
  return {
    ...createMarketView(own, context),
    get now() {
      return own.now
    },
    get clock() {
      return clock.reading
    },
    onBarrier(flush) {
      flushes.add(flush)
      return () => void flushes.delete(flush)
    },
    get state() {
      return connection.state
    },
    get retryInMs() {
      return connection.retryInMs
    },
    retry: connection.connect,
    get deck() {
      return own.status
    },
    on(name, listener) {
      listeners[name].add(listener)
      return () => void listeners[name].delete(listener)
    },
    history: (request) => requests.ask('history', { ...request, deck: request.deck ?? resolved.deck }),
    async openDeck(request) {
      const { deck, status } = await requests.ask('deck:open', request)
      const handle = handleOf(deck)
      followed.get(deck)?.hear(status)
      return handle
    },
    joinDeck: handleOf,
    async recordings() {
      return (await requests.ask('recordings', {})).recordings
    },
    async startRecording(request = {}) {
      return (await requests.ask('recording:start', { ...request, deck: request.deck ?? resolved.deck })).recording
    },
    async stopRecording(id) {
      return (await requests.ask('recording:stop', { id })).recording
    },
    async changeRecording(request) {
      return (await requests.ask('recording:change', request)).recording
    },
    async deleteRecording(id) {
      return (await requests.ask('recording:delete', { id })).recording
    },
    close,
    [Symbol.dispose]: close,
  }
}
