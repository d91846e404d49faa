import { describe, expect, it } from 'vitest'
import { SNIPPET_KINDS, snippetOf, type SceneDeck } from './snippets.ts'

const codeFor = (kind: (typeof SNIPPET_KINDS)[number], deck: SceneDeck): string =>
  snippetOf(kind, { origin: 'http://127.0.0.1:4400', symbols: ['BTC-USD'], channels: ['quote', 'bar:1m'], deck })

describe.each(SNIPPET_KINDS)('the code for %s', (kind) => {
  it.each([
    [{ kind: 'scenario', scenario: 'halt:BTC-USD' }, /"?scenario"?: ?["']halt:BTC-USD["']/],
    [{ kind: 'rewound', by: 42_000_000 }, /"?rewind"?: ?42000000/],
    [
      { kind: 'recording', id: 'r-1', from: undefined },
      /"?recording"?: ?["']r-1["'] ?}|recording: 'r-1', play: false }/,
    ],
  ] as const)('opens a deck like %j', (deck, request) => {
    expect(codeFor(kind, deck)).toMatch(request)
  })

  it('opens none for live, and joins one that is shared', () => {
    expect(codeFor(kind, { kind: 'live' })).not.toMatch(/\bdecks?\b/)
    const shared = codeFor(kind, { kind: 'shared', name: 'd-7' })
    expect(shared).toContain('d-7')
    expect(shared).not.toMatch(/openDeck|deck:open|api\/decks/)
  })
})
