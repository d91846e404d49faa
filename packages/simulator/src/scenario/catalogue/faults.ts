/** Scenarios of the catalogue about the way from the venue: what is lost, late, twice or wrong. */

import type { ScenarioInput } from '../input.ts'

/** A fault that nobody could wait for at its real rate of some one in ten thousand comes a hundred times as often. */
const PROBABILITY = 0.01

export const FAULT_SCENARIOS: readonly ScenarioInput[] = [
  {
    // a hole at a number of a sequence (xchange-stream, issue 284; kucoin-api-docs, issue 44)
    name: 'drop',
    title: 'For ten minutes one event in a hundred is lost.',
    faults: [{ kind: 'drop', at: '10s', for: '10m', symbols: 'all', probability: PROBABILITY }],
  },
  {
    name: 'duplicate',
    title: 'For ten minutes one event in a hundred comes twice.',
    faults: [{ kind: 'duplicate', at: '10s', for: '10m', symbols: 'all', probability: PROBABILITY }],
  },
  {
    name: 'reorder',
    title: 'For ten minutes one event in a hundred comes up to a quarter of a second after its turn.',
    faults: [{ kind: 'reorder', at: '10s', for: '10m', symbols: 'all', probability: PROBABILITY, window: '250ms' }],
  },
  {
    name: 'delay',
    title: 'For a minute everything comes five seconds late.',
    faults: [{ kind: 'delay', at: '10s', for: '60s', symbols: 'all', by: '5s' }],
  },
  {
    // no byte for half a minute, then all at once (coinbase-pro-node, issue 308)
    name: 'freeze',
    title:
      'Nothing comes for thirty seconds, then all of it at once; a minute later nothing comes again, and that is lost.',
    faults: [
      { kind: 'freeze', at: '10s', for: '30s', symbols: 'all', then: 'burst' },
      { kind: 'freeze', at: '100s', for: '30s', symbols: 'all', then: 'lose' },
    ],
  },
  {
    name: 'skew',
    title: 'For a minute the clock of the venue is 300 ms ahead, then for a minute a second behind.',
    faults: [
      { kind: 'skew', at: '10s', for: '60s', symbols: 'all', by: '300ms', ahead: true },
      { kind: 'skew', at: '70s', for: '60s', symbols: 'all', by: '1s', ahead: false },
    ],
  },
  {
    name: 'faulty-feed',
    title: 'All faults in turn, ten seconds each: lost, doubled, disordered, late, frozen, and a wrong clock.',
    faults: [
      { kind: 'drop', at: '10s', for: '10s', symbols: 'all', probability: 0.2 },
      { kind: 'duplicate', at: '25s', for: '10s', symbols: 'all', probability: 0.2 },
      { kind: 'reorder', at: '40s', for: '10s', symbols: 'all', probability: 0.2, window: '250ms' },
      { kind: 'delay', at: '55s', for: '10s', symbols: 'all', by: '2s' },
      { kind: 'freeze', at: '75s', for: '10s', symbols: 'all', then: 'burst' },
      { kind: 'freeze', at: '90s', for: '10s', symbols: 'all', then: 'lose' },
      { kind: 'skew', at: '105s', for: '10s', symbols: 'all', by: '300ms', ahead: true },
      { kind: 'skew', at: '120s', for: '10s', symbols: 'all', by: '1s', ahead: false },
    ],
  },
]
