/** The rolling tape: the last hours of a deck, never more bytes than allowed, and playable while it grows. */

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deck } from '@tapedeck/deck'
import { micros } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import { heard, playTo, seen, START, useDecks } from './decks.fixture.ts'

const { folder, market, over, library } = useDecks()

interface FoundSegment {
  readonly name: string
  readonly bytes: number
}

/** What is in the folder, oldest first. */
async function segments(home: string): Promise<readonly FoundSegment[]> {
  const names = (await readdir(join(home, 'rolling'))).sort()
  const found = await Promise.all(
    names.map(async (name) => {
      // it may be deleted while we look
      const { size } = await stat(join(home, 'rolling', name)).catch(() => ({ size: -1 }))
      return { name, bytes: size }
    }),
  )
  return found.filter(({ bytes }) => bytes >= 0)
}

/** Waits until the folder is as wanted: what is done once a second takes its time. */
async function untilSegments(home: string, isWanted: (found: readonly FoundSegment[]) => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt++) if (isWanted(await segments(home))) return
  expect(await segments(home)).toBe('otherwise')
}

/** Plays a second at a time, and lets the disk have its turn, as a server does. */
async function playSlowly(deck: Deck, home: string, from: number, to: number): Promise<void> {
  for (let second = from; second <= to; second++) {
    await playTo(deck, second)
    await segments(home)
  }
}

it('keeps no more than it may, and what it keeps is what was played', async () => {
  const home = await folder()
  const deck = await market()
  const recordings = await library(home)
  const played = heard(deck)
  const bytes = 400_000
  const rolling = await recordings.startRolling(deck, { bytes })
  await playSlowly(deck, home, 1, 240)
  await rolling.close()
  const kept = await segments(home)
  expect(kept.length).toBeGreaterThan(2)
  expect(kept[0]?.name).not.toBe(`${START}.tape`)
  // a second of one segment may be too much
  expect(kept.reduce((sum, segment) => sum + segment.bytes, 0)).toBeLessThan(bytes * 1.3)
  const [first] = kept
  const since = Number(first?.name.replace('.tape', ''))
  expect(since).toBeGreaterThan(START)
  expect(played.events.some(({ tsRecv }) => tsRecv >= since)).toBe(true)
})

it('can be played from its start, sought, and followed to where the deck is', async () => {
  const home = await folder()
  const deck = await market()
  const recordings = await library(home)
  const played = heard(deck)
  const rolling = await recordings.startRolling(deck, { bytes: 2_000_000 })
  await playSlowly(deck, home, 1, 60)
  const before = seen(deck)
  const source = await rolling.open()
  expect(source.header).toMatchObject({ source: 'rolling', epoch: deck.header.epoch, name: deck.header.name })
  const replay = over(source)
  const replayed = heard(replay)
  await replay.playTo(micros(START + 50_000_000))
  expect(replayed.events).toEqual(played.events.filter(({ tsRecv }) => tsRecv <= START + 50_000_000))
  await playSlowly(deck, home, 61, 70)
  await rolling.close()
  await playTo(replay, 60)
  expect(seen(replay)).toEqual(before)
  await playTo(replay, 70)
  expect(replayed.events).toEqual(played.events)
  await replay.seek({ time: START + 30_000_000 })
  await playTo(replay, 60)
  expect(seen(replay)).toEqual(before)
})

it('deletes nothing that is being played, for an hour', async () => {
  const home = await folder()
  const deck = await market()
  const recordings = await library(home)
  const rolling = await recordings.startRolling(deck, { bytes: 200_000 })
  await playSlowly(deck, home, 1, 2)
  const source = await rolling.open()
  await playSlowly(deck, home, 3, 120)
  const held = await segments(home)
  expect(held[0]?.name).toBe(`${START}.tape`)
  expect(held.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(200_000)
  await source.close()
  await playSlowly(deck, home, 121, 122)
  await untilSegments(home, ([first]) => first?.name !== `${START}.tape`)
})

it('forgets a market that starts again, and keeps the past of one that goes on', async () => {
  const home = await folder()
  const first = await library(home)
  const deck = await market()
  await first.startRolling(deck, { bytes: 1_000_000 })
  await playTo(deck, 5)
  await first.close()
  expect(await segments(home)).toHaveLength(1)

  // the same deck goes on: its past is kept
  await playTo(deck, 10)
  const second = await library(home)
  await second.startRolling(deck, { bytes: 1_000_000 })
  await playTo(deck, 12)
  await second.close()
  expect((await segments(home)).map(({ name }) => name)).toEqual([`${START}.tape`, `${START + 10_000_000}.tape`])

  // the same market from its start is another future of it
  const again = await market()
  const third = await library(home)
  await third.startRolling(again, { bytes: 1_000_000 })
  await playTo(again, 1)
  await third.close()
  expect((await segments(home)).map(({ name }) => name)).toEqual([`${START}.tape`])

  const other = await market({ seed: 8 })
  await playTo(other, 20)
  const fourth = await library(home)
  await fourth.startRolling(other, { bytes: 1_000_000 })
  await fourth.close()
  expect((await segments(home)).map(({ name }) => name)).toEqual([`${START + 20_000_000}.tape`])
})
