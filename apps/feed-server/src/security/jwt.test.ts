/** Which tokens are accepted, and which are not. */

import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../log.ts'
import { wallNow } from '../transport-timers.ts'
import { SECRET, signed } from './jwt.fixture.ts'
import { createJwtCheck } from './jwt.ts'

const seconds = (more: number): number => Math.floor(wallNow() / 1_000_000) + more

describe('with a secret', () => {
  const check = async (jwt: string, more: { issuer?: string; audience?: string } = {}): Promise<unknown> =>
    (await createJwtCheck({ secret: SECRET, ...more }, silentLog))(jwt)

  it('the claims say what is granted', async () => {
    const exp = seconds(60)
    const grant = await (
      await createJwtCheck({ secret: SECRET }, silentLog)
    )(await signed({ exp, symbols: ['BTC-*'], control: true }))
    expect(grant).toMatchObject({ mayControl: true, expiresAt: exp * 1_000_000 })
    expect(['BTC-USD', 'ETH-USD'].map(grant.allows)).toEqual([true, false])
    expect(await check(await signed({}))).toMatchObject({ mayControl: false })
  })

  it.each<[string, () => Promise<string>, string]>([
    ['of another secret', () => signed({}, 600, 'another secret that is long enough for HS256'), 'UNAUTHENTICATED'],
    ['without a signature', () => Promise.resolve(new UnsecuredJWT({ exp: seconds(60) }).encode()), 'UNAUTHENTICATED'],
    ['that is none', () => Promise.resolve('not.a.token'), 'UNAUTHENTICATED'],
    ['without an end', () => signed({ exp: undefined }), 'UNAUTHENTICATED'],
    ['that has expired', () => signed({}, -1), 'TOKEN_EXPIRED'],
    ['that expired within this second', () => signed({}, -0.001), 'TOKEN_EXPIRED'],
    ['that begins later', () => signed({ nbf: seconds(60) }), 'UNAUTHENTICATED'],
    ['with symbols of another form', () => signed({ symbols: 'BTC-USD' }), 'UNAUTHENTICATED'],
    ['with control of another form', () => signed({ control: 'yes' }), 'UNAUTHENTICATED'],
  ])('a token %s is refused', async (_what, make, code) => {
    await expect(check(await make())).rejects.toMatchObject({ code })
  })

  it('issuer and audience must be those that were asked for', async () => {
    const wanted = { issuer: 'https://issuer.example', audience: 'tapedeck' }
    await check(await signed({ iss: wanted.issuer, aud: ['other', 'tapedeck'] }), wanted)
    for (const claims of [{}, { iss: wanted.issuer }, { iss: wanted.issuer, aud: 'other' }, { aud: 'tapedeck' }]) {
      await expect(check(await signed(claims), wanted)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    }
  })
})

describe('with a key set', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keySet = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] })
  const sign = (kid: string): Promise<string> =>
    new SignJWT({ exp: seconds(60) }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)

  it('of a file, tokens of its keys are accepted and no others', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tapedeck-')), 'keys.json')
    await writeFile(file, keySet)
    const check = await createJwtCheck({ jwks: file }, silentLog)
    expect(await check(await sign('one'))).toMatchObject({ mayControl: false })
    await expect(check(await sign('two'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    // the public key is known to all, and is no secret of HS256
    const forged = await signed({ control: true }, 600, await exportSPKI(publicKey))
    await expect(check(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('of an address, keys are fetched; that they cannot be is no fault of the token', async () => {
    const issuer = createServer((_request, response) => response.end(keySet))
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
    const jwks = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`
    const check = await createJwtCheck({ jwks }, silentLog)
    await check(await sign('one'))
    const later = await createJwtCheck({ jwks }, silentLog)
    issuer.closeAllConnections()
    await new Promise((resolve) => issuer.close(resolve))
    await expect(later(await sign('one'))).rejects.toMatchObject({ code: 'NOT_READY' })
  })
})

it.each([
  {},
  { secret: SECRET, jwks: 'keys.json' },
  { secret: 'too short' },
  { jwks: 'no-such-file.json' },
  { jwks: 'http://issuer.example/keys' },
  { issuer: 'https://issuer.example' },
])('%j is no option', async (options) => {
  await expect(createJwtCheck(options, silentLog)).rejects.toMatchObject({ code: 'BAD_OPTION' })
})
