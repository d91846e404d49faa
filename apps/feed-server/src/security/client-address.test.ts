import { describe, expect, it } from 'vitest'
import { createClientAddresses, type RequestHead, type TrustProxy } from './client-address.ts'

function from(remoteAddress: string | undefined, headers: Record<string, string> = {}): RequestHead {
  return { headers, socket: { remoteAddress } } as unknown as RequestHead
}
const forwarded = (remote: string, list: string): RequestHead => from(remote, { 'x-forwarded-for': list })
const addressOf = (trustProxy: TrustProxy | null, request: RequestHead): string =>
  createClientAddresses(trustProxy).of(request)

describe('the address of a client', () => {
  it('is the other end of the connection, whatever a header says', () => {
    expect(addressOf(null, forwarded('203.0.113.7', '1.2.3.4'))).toBe('203.0.113.7')
  })

  it.each<[TrustProxy, string, string, string]>([
    // one proxy wrote the last entry; what stands before it came from the client
    [1, '10.0.0.1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    [2, '10.0.0.1', '6.6.6.6, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    [1, '10.0.0.1', '', '10.0.0.1'],
    [3, '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    [['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 203.0.113.7, 10.9.9.9', '203.0.113.7'],
    [['10.0.0.0/8', '::1'], '::1', '203.0.113.7', '203.0.113.7'],
    [['10.0.0.1'], '::ffff:10.0.0.1', '203.0.113.7:5123', '203.0.113.7'],
    // one that is not trusted says nothing
    [['10.0.0.0/8'], '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    // nor does what is no address
    [['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, unknown', '10.0.0.1'],
  ])('behind proxies %j of %s with %s is %s', (trustProxy, remote, list, expected) => {
    expect(addressOf(trustProxy, forwarded(remote, list))).toBe(expected)
  })

  it('of IPv6 is its /64, and a mapped IPv4 address is IPv4', () => {
    const one = addressOf(null, from('2001:db8:1:2:3:4:5:6'))
    expect(addressOf(null, from('2001:db8:1:2:ffff::1'))).toBe(one)
    expect(addressOf(null, from('2001:db8:1:3::1'))).not.toBe(one)
    expect(addressOf(null, from('::ffff:203.0.113.7'))).toBe('203.0.113.7')
    expect(addressOf(1, forwarded('10.0.0.1', '[2001:db8:1:2::9]:443'))).toBe(one)
  })

  it('of a connection that is gone is unknown', () => {
    expect(addressOf(1, from(undefined))).toBe('unknown')
  })

  it.each([0, 17, 1.5])('%s proxies are no option', (count) => {
    expect(() => createClientAddresses(count)).toThrow('--trust-proxy')
  })
  it.each(['10.0.0.0/33', 'proxy.example', ''])('the range %j is no option', (range) => {
    expect(() => createClientAddresses([range])).toThrow('--trust-proxy')
  })
})

it('TLS is what a trusted proxy says', () => {
  const https = { 'x-forwarded-proto': 'https' }
  expect(createClientAddresses(null).isSecure(from('10.0.0.1', https))).toBe(false)
  expect(createClientAddresses(['10.0.0.0/8']).isSecure(from('10.0.0.1', https))).toBe(true)
  expect(createClientAddresses(['10.0.0.0/8']).isSecure(from('203.0.113.7', https))).toBe(false)
  expect(createClientAddresses(1).isSecure(from('10.0.0.1', { 'x-forwarded-proto': 'http' }))).toBe(false)
})
