import { DEFAULT_LIMITS } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { parseCommandLine } from './command-line.ts'
import { parseDuration } from './duration.ts'
import { resolveOptions } from './options.ts'

it('flags become options', () => {
  const args = [
    '--port',
    '0',
    '--seed',
    '7',
    '--start',
    '2026-01-05T14:30:00Z',
    '--symbols',
    'BTC-USD, AAPL',
    '--allow-origin',
    'https://a',
    '--allow-origin',
    'https://b',
  ]
  expect(resolveOptions(parseCommandLine(args))).toMatchObject({
    port: 0,
    seed: 7,
    start: 1_767_623_400_000_000,
    symbols: ['BTC-USD', 'AAPL'],
    access: { allowOrigins: ['https://a', 'https://b'] },
  })
})

it('flags of a server that others reach become options', () => {
  const args = [
    ...['--jwt-jwks', 'https://issuer.example/keys', '--jwt-issuer', 'me', '--jwt-audience', 'you'],
    ...['--limit', 'maxConnections=10', '--limit', 'maxHandshakesPerSecondPerAddress=0.5'],
  ]
  const options = resolveOptions(parseCommandLine([...args, '--trust-proxy', '10.0.0.0/8, ::1']))
  expect(options).toMatchObject({
    jwt: { jwks: 'https://issuer.example/keys', issuer: 'me', audience: 'you' },
    limits: { ...DEFAULT_LIMITS, maxConnections: 10, maxHandshakesPerSecondPerAddress: 0.5 },
    addresses: { hasProxy: true },
  })
  expect(parseCommandLine(['--trust-proxy', '2']).trustProxy).toBe(2)
  expect(resolveOptions(parseCommandLine([]))).toMatchObject({ jwt: null, addresses: { hasProxy: false } })
})

it('a market without a start starts at the current minute', () => {
  const { start, defaultStart } = resolveOptions({})
  expect(start).toBeUndefined()
  expect(defaultStart % 60_000_000).toBe(0)
})

describe('a mistake names the flag, the value and the way out', () => {
  it.each([
    [['--prot', '1'], /'--prot'.*--help/],
    [['--port', 'x'], /--port "x" is not a number/],
    [['--port', '70000'], /--port 70000 is not a whole number from 0 to 65535/],
    [['--seed', '-1'], /--seed/],
    [['--seed', '1.5'], /--seed 1.5 is not a whole number/],
    [['--start', 'yesterday'], /--start "yesterday" is not a time such as/],
    [['--speed', '0'], /--speed 0 is not a number from 0.1 to 1000/],
    [['--speed', 'max'], /needs a tape with an end/],
    [['--replay', 'a', '--seed', '1'], /--seed belong to the simulated market/],
    [['--replay', 'a', '--scenario', 'halt', '--calendar', 'real'], /--calendar and --scenario belong/],
    [['--calendar', 'gregorian'], /--calendar "gregorian" is not one of 24\/7, real/],
    [['--history-bars', '0'], /--history-bars 0/],
    [['--exit-at-end'], /needs a tape with an end/],
    [['--allow-origin', 'example.org'], /is not an origin such as/],
    [['--allow-origin', 'https://example.org/page'], /is not an origin such as/],
    [['--trust-proxy', 'proxy.example'], /--trust-proxy "proxy.example" is neither a number of proxies/],
    [['--limit', 'connections=1'], /--limit "connections" is not one of maxMessageBytes,/],
    [['--limit', 'maxConnections'], /--limit maxConnections "" is not a number/],
    [['--limit', 'maxConnections=-1'], /--limit maxConnections=-1 is not 0 or more/],
    [['--limit', 'maxMessagesPerSecond=0'], /is not above 0/],
    [['extra'], /extra/],
  ])('%j', (args, message) => {
    expect(() => resolveOptions(parseCommandLine(args))).toThrow(message)
  })
})

it.each([
  ['250ms', 250_000],
  ['2.5s', 2_500_000],
  ['1m', 60_000_000],
  ['4h', 14_400_000_000],
  ['2d', 172_800_000_000],
  ['7us', 7],
  [40, 40_000],
])('%s is a span of %i microseconds', (span, expected) => {
  expect(parseDuration(span)).toBe(expected)
})

it.each(['', '5', '-1s', '1 s', 'NaNs', '1w', -1, Number.NaN])('%j is no span of time', (span) => {
  expect(() => parseDuration(span)).toThrow(/is not a span of time/)
})
