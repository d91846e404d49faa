/** The client as a whole: one connection, its requests and subscriptions, and the events of the deck. */

import type { DeckStatus } from '@tapedeck/protocol'
import type { ClientEventData, ClientEvents, ClientOptions, TapedeckClient } from './client-types.ts'
import { createConnection } from './connection.ts'
import { callSafely } from './holder.ts'
import { resolveOptions } from './options.ts'
import { createRequests } from './requests.ts'
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
  }
  const emit = <Name extends keyof ClientEventData>(name: Name, event: ClientEventData[Name]): void => {
    for (const listener of listeners[name]) callSafely(() => listener(event))
  }
  const connection = createConnection(url, resolved, {
    state: (state) => emit('state', state),
    connected: () => subscriptions.connected(),
    disconnected: () => subscriptions.disconnected(),
  })
  const requests = createRequests(connection, url, resolved)
  const subscriptions = createSubscriptions(requests, resolved)
  let newest: DeckStatus | undefined

  /** Events of the live deck do not name it. */
  const isOurs = (event: { readonly deck?: string }): boolean => (event.deck ?? 'live') === resolved.deck
  const { socket } = connection
  socket.on('quote', (quote) => {
    if (isOurs(quote)) subscriptions.update(quote.symbol, 'quote', quote.seq, (listener) => listener.quote?.(quote))
  })
  socket.on('trade', (trade) => {
    if (isOurs(trade)) subscriptions.update(trade.symbol, 'trade', trade.seq, (listener) => listener.trade?.(trade))
  })
  socket.on('trade-bust', (bust) => {
    if (isOurs(bust)) subscriptions.update(bust.symbol, 'trade', bust.seq, (listener) => listener.tradeBust?.(bust))
  })
  socket.on('stats', (stats) => {
    if (isOurs(stats)) subscriptions.update(stats.symbol, 'stats', stats.seq, (listener) => listener.stats?.(stats))
  })
  socket.on('status', (status) => {
    if (isOurs(status))
      subscriptions.update(status.symbol, 'status', status.seq, (listener) => listener.status?.(status))
  })
  socket.on('bar', (bar) => {
    if (isOurs(bar)) subscriptions.update(bar.symbol, `bar:${bar.interval}`, bar.seq, (listener) => listener.bar?.(bar))
  })
  socket.on('deck', (status) => {
    if (!isOurs(status)) return
    newest = status
    subscriptions.numbering(status)
    emit('deck', status)
  })
  socket.on('instrument', (change) => {
    if (isOurs(change)) emit('instrument', change)
  })
  socket.on('gap', (gap) => {
    if (isOurs(gap)) emit('gap', gap)
  })
  socket.on('notice', (notice) => emit('notice', notice))
  connection.open()

  const close = (): void => {
    subscriptions.close()
    // before the connection goes, so that they say CLOSED and not DISCONNECTED
    requests.close()
    connection.close()
  }
  return {
    get state() {
      return connection.state
    },
    get deck() {
      return newest
    },
    get roundTripMs() {
      return requests.roundTripMs
    },
    on(name, listener) {
      listeners[name].add(listener)
      return () => void listeners[name].delete(listener)
    },
    subscribe: (request, listener) => subscriptions.subscribe(request, listener),
    async instruments() {
      return (await requests.ask('instruments', { deck: resolved.deck })).instruments
    },
    history: (request) => requests.ask('history', { ...request, deck: request.deck ?? resolved.deck }),
    close,
    [Symbol.dispose]: close,
  }
}
