import { TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDigest } from '../digest/digest.ts'
import { arbitraryTape } from '../fixtures/arbitrary-tape.ts'
import { EVENTS, HEADER, HISTORY } from '../fixtures/sample-tape.ts'
import { decodeTape, encodeTape } from './tape-text.ts'

const SAMPLE = encodeTape({ header: HEADER, history: HISTORY, events: EVENTS })
const LINES = SAMPLE.trimEnd().split('\n')
const [HEADER_LINE = '', HISTORY_LINE = ''] = LINES

function digestOf(events: readonly SourceEvent[]): string {
  const digest = createDigest()
  for (const event of events) digest.add(event)
  return digest.hex()
}

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (thrown) {
    return thrown
  }
  return undefined
}

/** A tape of the header and these lines. */
const tapeOf = (...lines: readonly string[]): string => [HEADER_LINE, ...lines].map((line) => `${line}\n`).join('')

const QUOTE =
  '{"type":"quote","symbol":"BTC-USD","seq":2,"ts":1750000000001993,"tsRecv":1750000000002000' +
  ',"bid":"64218.50","bidSize":"0.5000","ask":null,"askSize":null}'

describe('the text form', () => {
  it('is lines that people can read and diff', () => {
    expect(LINES).toEqual([
      '{"tapedeck":1,"tapeId":"tape-1","epoch":"epoch-1","source":"simulator","name":"simulated market, seed 1",' +
        '"start":1750000000000000,"simulation":{"seed":1,"model":1,"scenario":null},"instruments":[{"id":1,' +
        '"symbol":"BTC-USD","name":"Bitcoin / US dollar","venue":"SIM","assetClass":"crypto","currency":"USD",' +
        '"pricePrecision":2,"tickSize":1,"sizePrecision":4,"sizeIncrement":1,"lotSize":1,"barSource":"trade",' +
        '"dayStart":{"time":"00:00","timeZone":"UTC"},"calendar":"24/7"}]}',
      '{"type":"history","symbol":"BTC-USD","interval":"1m","bars":[' +
        '[1749999820000000,"64218.50","64219.90","64218.00","64219.00","12.3456","12345678901.234567",17],' +
        '[1749999880000000,"64218.50","64219.90","64217.99","64219.00","12.3456","12345678901.234567",17],' +
        '[1749999940000000,"64218.50","64219.90","64217.98","64219.00","12.3456","12345678901.234567",17]]}',
      '{"type":"instrument","seq":1,"ts":1750000000000993,"tsRecv":1750000000001000,"action":"enter","instrument":' +
        '{"id":2,"symbol":"SHIB-USD","name":"Shiba Inu / US dollar","venue":"SIM","assetClass":"crypto",' +
        '"currency":"USD","pricePrecision":8,"tickSize":1,"sizePrecision":0,"sizeIncrement":1,"lotSize":1,' +
        '"barSource":"trade","dayStart":{"time":"00:00","timeZone":"UTC"},"calendar":"24/7","replaces":7}}',
      QUOTE,
      '{"type":"trade","symbol":"BTC-USD","seq":3,"ts":1750000000002993,"tsRecv":1750000000003000,' +
        '"tradeId":553287559,"price":"-37.63","size":"0.0263","aggressorSide":"sell","condition":"late"}',
      '{"type":"trade-bust","symbol":"BTC-USD","seq":4,"ts":1750000000003993,"tsRecv":1750000000004000,' +
        '"tradeId":"T-ü","price":"64218.50","size":"0.0263","tsTrade":1750000000003000}',
      '{"type":"book","symbol":"SHIB-USD","seq":5,"ts":1750000000004993,"tsRecv":1750000000005000,"action":"delta",' +
        '"bids":[["0.00000812","0"]],"asks":[["0.00000813","900000000000000",3]]}',
      '{"type":"status","symbol":"BTC-USD","seq":6,"ts":1750000000005993,"tsRecv":1750000000006000,' +
        '"status":"halted","reason":"news pending"}',
      '{"type":"gap","symbol":null,"seq":7,"ts":1750000000006993,"tsRecv":1750000000007000,"fromSeq":null,' +
        '"toSeq":null,"tsFrom":1750000000006000,"tsTo":1750000000007000,"cause":"clock-jump"}',
      '{"type":"marker","seq":8,"ts":1750000000007993,"tsRecv":1750000000008000,"name":"fault",' +
        '"params":{"z":[1.5,null,{"b":true,"a":"x"}],"a":2}}',
      '{"type":"opaque","seq":9,"ts":1750000000008993,"tsRecv":1750000000009000,"kind":200,"payload":"AP8QgA=="}',
      `{"type":"end","events":9,"digest":"${digestOf(EVENTS)}"}`,
    ])
  })

  it('keeps every event of any tape, its history, and its digest', () => {
    fc.assert(
      fc.property(arbitraryTape, (tape) => {
        const read = decodeTape(encodeTape(tape))
        expect(read).toEqual({ ...tape, torn: null, complete: true })
        expect(digestOf(read.events)).toBe(digestOf(tape.events))
      }),
    )
  })

  it('may be written by hand: fewer decimals, line breaks of Windows, a byte order mark', () => {
    const text = `\uFEFF${tapeOf(QUOTE.replace('64218.50', '64218.5').replace('0.5000', '5e-1'))}`.replaceAll(
      '\n',
      '\r\n',
    )
    expect(decodeTape(text).events).toEqual([EVENTS[1]])
  })
})

describe('a tape that was cut off', () => {
  it('at any byte loses its torn last line and nothing before it', () => {
    const bytes = new TextEncoder().encode(SAMPLE)
    for (let length = HEADER_LINE.length + 1; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length)
      const wholeLines = cut.filter((byte) => byte === 10).length
      const read = decodeTape(cut)
      const lostBytes = length - cut.lastIndexOf(10) - 1
      expect(read.events).toEqual(EVENTS.slice(0, Math.max(0, wholeLines - 2)))
      expect(read.torn).toEqual(lostBytes === 0 ? null : { lostBytes })
      expect(read.complete).toBe(false)
    }
  })

  it.each([
    [0, 'TAPE_FOREIGN'],
    [5, 'TAPE_FOREIGN'],
    [12, 'TAPE_CORRUPT'],
    [HEADER_LINE.length, 'TAPE_CORRUPT'],
  ])('within its header, after %i bytes, is refused with %s', (length, code) => {
    expect(thrownBy(() => decodeTape(SAMPLE.slice(0, length)))).toMatchObject({ code })
  })
})

describe('a line that is no event', () => {
  const quoteWith = (from: string, to: string): string => tapeOf(QUOTE, QUOTE.replace(from, to))

  it.each([
    ['a price that is no decimal', quoteWith('"64218.50"', '"64,218.50"'), 'bid', '"64,218.50"'],
    ['a price finer than its precision', quoteWith('64218.50', '64218.505'), 'bid', '"64218.505"'],
    ['a price as a JSON number', quoteWith('"64218.50"', '64218.5'), 'bid', '64218.5'],
    ['a size beyond the exact range', quoteWith('0.5000', '100000000000'), 'bidSize', '"100000000000"'],
    ['a missing field', quoteWith(',"askSize":null', ''), 'askSize', null],
    ['a misspelt field', quoteWith('"bidSize"', '"bid_size"'), 'bidSize', null],
    ['a field too many', quoteWith('"ts"', '"tsOut":1,"ts"'), 'tsOut', '1'],
    [
      'tape time that goes back',
      quoteWith('"tsRecv":1750000000002000', '"tsRecv":1750000000001999'),
      'tsRecv',
      undefined,
    ],
    ['a time that is no integer', quoteWith('1750000000001993', '1.5'), 'ts', '1.5'],
    ['a negative number', quoteWith('"seq":2', '"seq":-2'), 'seq', '-2'],
    ['a symbol that has not entered', quoteWith('BTC-USD', 'ETH-USD'), 'symbol', '"ETH-USD"'],
    ['an id of another symbol', quoteWith('"seq"', '"id":9,"seq"'), 'symbol', '"BTC-USD"'],
    ['an unknown type', quoteWith('"quote"', '"candle"'), 'type', '"candle"'],
    ['a type that every object has', quoteWith('"quote"', '"constructor"'), 'type', '"constructor"'],
  ])('because of %s is named with line, field and value', (_, text, field, value) => {
    const thrown = thrownBy(() => decodeTape(text, 'btc.tape'))
    expect(thrown).toBeInstanceOf(TapedeckError)
    expect(thrown).toMatchObject({ code: 'TAPE_CORRUPT', details: { tape: 'btc.tape', line: 3, field } })
    if (value !== undefined) expect(thrown).toMatchObject({ details: { value } })
    expect((thrown as Error).message).toMatch(new RegExp(`^btc.tape, line 3: ${field} `))
  })

  it.each([
    ['an empty line', tapeOf('')],
    ['text that is not JSON', tapeOf('{"type":')],
    ['a list', tapeOf('[1]')],
    ['null', tapeOf('null')],
    ['history after an event', tapeOf(QUOTE, HISTORY_LINE)],
    ['a line after the end', `${SAMPLE}${QUOTE}\n`],
    ['an end with another digest', SAMPLE.replace(digestOf(EVENTS), digestOf([]))],
    ['an end with another count', SAMPLE.replace('"events":9', '"events":8')],
    ['an event that was changed since', SAMPLE.replace('"0.5000"', '"0.5001"')],
    ['an event that was taken out', SAMPLE.replace(`${QUOTE}\n`, '')],
    [
      'a marker that is nested without end',
      tapeOf(
        `{"type":"marker","seq":1,"ts":0,"tsRecv":1750000000000000,"name":"","params":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      ),
    ],
    [
      'a field that is nested without end',
      tapeOf(QUOTE.replace('null', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
    ],
    [
      'precisions that change under an id',
      tapeOf(LINES[2] ?? '', (LINES[2] ?? '').replace('"pricePrecision":8', '"pricePrecision":7')),
    ],
    ['an instrument that is not valid', tapeOf((LINES[2] ?? '').replace('"tickSize":1', '"tickSize":0'))],
    [
      'two instruments of one id',
      SAMPLE.replace('"instruments":[', `"instruments":[${/\{"id":1.*?\}[^}]*\}/.exec(HEADER_LINE)?.[0]},`),
    ],
  ])('is refused: %s', (_, text) => {
    expect(thrownBy(() => decodeTape(text))).toMatchObject({ code: 'TAPE_CORRUPT' })
  })
})

describe('what is no tape, or not yet one', () => {
  it.each(['', '\n', 'timestamp,bid,ask\n', '{}\n', '{"tapedeck":"1"}\n', '[1]\n', '\u0000\u0001\u0002'])(
    '%j is foreign',
    (text) => {
      expect(thrownBy(() => decodeTape(text, 'x'))).toMatchObject({ code: 'TAPE_FOREIGN' })
    },
  )

  it('of a newer version is refused as such', () => {
    const thrown = thrownBy(() => decodeTape('{"tapedeck":2,"anything":true}\n'))
    expect(thrown).toMatchObject({ code: 'TAPE_VERSION', details: { version: 2 } })
  })

  it('any bytes, and any damage to a tape, are an error of ours or a tape', () => {
    const bytes = new TextEncoder().encode(SAMPLE)
    const damage = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 8 }))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damage), (input) => {
        let damaged: Uint8Array
        if (input instanceof Uint8Array) {
          damaged = input
        } else {
          damaged = bytes.slice()
          damaged.set(input[1].subarray(0, bytes.length - input[0]), input[0])
        }
        const thrown = thrownBy(() => decodeTape(damaged))
        if (thrown !== undefined) expect(thrown).toBeInstanceOf(TapedeckError)
      }),
      { numRuns: 500 },
    )
  })
})
