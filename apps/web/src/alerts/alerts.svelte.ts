/** The alerts of the page: kept in this browser, fired by the market of the deck that the page follows. */

import { speech } from '../app/speech.svelte.ts'
import { readStored, store } from '../app/stored.ts'
import type { AlertKeeper } from '../chart/alerts.ts'
import { every, nowMs } from '../feed/clock.ts'
import { lampWord } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { SymbolState } from '../feed/symbol-state.svelte.ts'
import { m } from '../paraglide/messages.js'
import {
  addRule,
  changeRule,
  MOST_RULES,
  parseBook,
  recordFiring,
  removeRule,
  type AlertBook,
  type FiredAlert,
} from './alert-book.ts'
import type { AlertRule, AlertWish } from './alert-rule.ts'
import { showBadge } from './app-badge.ts'
import { MarketWatch } from './market-watch.ts'
import type { Firing } from './symbol-watch.ts'
import { askToNotify, notifySystem } from './system-notification.ts'
import { firedText, ruleText } from './texts.ts'
import { addToast, dropOldToasts, type Toast } from './toast-list.ts'
import { playTone } from './tone.ts'

const SUBJECT = 'alerts'
const SECOND_MS = 1000

export class Alerts {
  book: AlertBook = $state.raw(parseBook(readStored(SUBJECT)))
  toasts: readonly Toast[] = $state.raw([])
  /** Why an alert cannot do all that it should; undefined where it can. */
  problem: string | undefined = $state.raw()
  /** Alerts of the market that have fired since somebody looked. */
  #unseen = 0
  readonly #feed: Feed
  readonly #watch: MarketWatch
  readonly #stop: readonly (() => void)[]

  constructor(feed: Feed) {
    this.#feed = feed
    this.#watch = new MarketWatch({
      fired: (firing) => this.#fire(firing),
      refused: ({ code, message }) => {
        // a deck that went is left, or opened again
        if (code !== 'UNKNOWN_DECK') feed.problem = message
      },
    })
    // another page of the same browser has changed them
    const hearStorage = ({ key }: StorageEvent): void => {
      if (key === `tapedeck:${SUBJECT}`) this.book = parseBook(readStored(SUBJECT))
    }
    addEventListener('storage', hearStorage)
    const hearSeen = (): void => {
      if (document.hidden) return
      this.#unseen = 0
      showBadge(0)
    }
    document.addEventListener('visibilitychange', hearSeen)
    this.#stop = [
      every(SECOND_MS, () => this.#tick()),
      () => removeEventListener('storage', hearStorage),
      () => document.removeEventListener('visibilitychange', hearSeen),
    ]
  }

  get onCount(): number {
    return this.book.rules.filter(({ isOn }) => isOn).length
  }

  /** Watches what the page follows now; to be called whenever that, or an alert, has changed. */
  follow(): void {
    const { source, symbols } = this.#feed
    this.#watch.follow(source, symbols?.map(({ info }) => info) ?? [], this.book.rules)
  }

  /** False where there are too many. */
  add(wish: AlertWish): boolean {
    const before = this.book
    this.#keep(addRule(before, wish))
    this.#askFor(wish)
    if (this.book === before) {
      this.problem = m.alerts_too_many({ count: MOST_RULES })
      return false
    }
    speech.say(m.alerts_added({ alert: ruleText(wish) }))
    return true
  }

  change(id: string, changes: Partial<Omit<AlertRule, 'id'>>): void {
    this.#keep(changeRule(this.book, id, changes))
    if (changes.notifies === true) this.#askFor({ notifies: true })
  }

  remove(id: string): void {
    this.#keep(removeRule(this.book, id))
  }

  clearHistory(): void {
    this.#keep({ ...this.book, history: [] })
  }

  setSound(hasSound: boolean): void {
    this.#keep({ ...this.book, hasSound })
    // heard once, so that one knows it; browsers allow sound only after such a touch
    if (hasSound) void playTone()
  }

  dismiss(toast: Toast): void {
    this.toasts = this.toasts.filter((each) => each !== toast)
  }

  /** What the chart of a symbol needs to draw its alerts, and to let them be moved. */
  keeperOf({ info: { symbol, pricePrecision } }: SymbolState): AlertKeeper {
    return {
      alerts: this.book.rules
        .filter((rule) => rule.symbol === symbol && rule.kind === 'price' && rule.isOn)
        .map(({ id, level }) => ({ id, price: level })),
      onMove: (id, price) => {
        const rule = this.book.rules.find((each) => each.id === id)
        if (rule === undefined || rule.level === price) return
        this.change(id, { level: price })
        speech.say(m.alerts_moved({ alert: ruleText({ ...rule, level: price }) }))
      },
      onAdd: (level) => {
        const behaviour = { direction: 'either', repeats: false, notifies: false } as const
        this.add({ symbol, kind: 'price', level, pricePrecision, ...behaviour })
      },
    }
  }

  close(): void {
    for (const stop of this.#stop) stop()
    this.#watch.close()
  }

  #fire({ rule, crossing, value, at }: Firing): void {
    const { deck } = this.#feed
    if (deck === undefined) return
    const on = lampWord(deck)
    const { symbol, kind, level, pricePrecision } = rule
    const fired = { symbol, kind, crossing, level, value, pricePrecision, at, on }
    const recorded = recordFiring(this.book, fired)
    // what a replay fires is still to be waited for on the market
    const isDone = on === 'LIVE' && !rule.repeats
    this.#keep(isDone ? changeRule(recorded, rule.id, { isOn: false }) : recorded)
    const [newest] = this.book.history
    if (newest === undefined) return
    this.toasts = addToast(this.toasts, newest, nowMs())
    speech.alarm(m.alerts_spoken({ on, alert: firedText(newest) }))
    if (this.book.hasSound) void this.#sound()
    if (on !== 'LIVE') return
    if (rule.notifies) this.#notify(newest)
    if (document.hidden) showBadge(++this.#unseen)
  }

  async #sound(): Promise<void> {
    if (await playTone()) return
    // said once: a touch of the page is all it takes
    if (!navigator.userActivation.hasBeenActive) this.problem = m.alerts_silent()
  }

  #notify(fired: FiredAlert): void {
    notifySystem(m.alerts_title(), firedText(fired), `${fired.symbol}/${fired.kind}/${fired.at}`)
  }

  #askFor({ notifies }: Pick<AlertWish, 'notifies'>): void {
    this.problem = undefined
    if (!notifies) return
    void askToNotify().then((isAllowed) => {
      this.problem = isAllowed ? undefined : m.alerts_refused()
    })
  }

  #tick(): void {
    this.toasts = dropOldToasts(this.toasts, nowMs())
    const { deck, clock } = this.#feed
    if (deck?.state === 'playing' && clock.now !== undefined) this.#watch.tick(clock.now)
  }

  #keep(book: AlertBook): void {
    this.book = book
    store(SUBJECT, book)
  }
}
