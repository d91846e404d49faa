/** Reads JSON Web Tokens (RFC 7519): signature, issuer, audience, time, and the claims that say what their holder may. */

import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose'
import { z } from 'zod'
import { TapedeckError } from '@tapedeck/protocol'
import type { Log } from '../log.ts'
import { wallNow } from '../transport-timers.ts'
import { symbolMatcher, type Grant } from './grant.ts'

/** Where the keys of JWTs come from, and what else a JWT must say. Exactly one of `secret` and `jwks`. */
export interface JwtOptions {
  /** Shared secret of HS256, 32 bytes or more. */
  readonly secret?: string | undefined
  /** JSON Web Key Set: an https address, or a file. */
  readonly jwks?: string | undefined
  /** What `iss` must be. */
  readonly issuer?: string | undefined
  /** What `aud` must be or hold. */
  readonly audience?: string | undefined
}

/** Rejects with `UNAUTHENTICATED`, `TOKEN_EXPIRED`, or `NOT_READY` where the keys cannot be had. */
export type JwtCheck = (jwt: string) => Promise<Grant>

/** RFC 7518, section 3.2: as many bits as the hash has. */
const LEAST_SECRET_BYTES = 32
/** Of keys that are public; what a token itself claims never decides between a secret and a public key. */
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** How far the clocks of issuer and server may differ where a token begins to hold. It ends when it says. */
const CLOCK_TOLERANCE_SECONDS = 5

const MOST_SYMBOLS = 10_000
const claimsSchema = z.looseObject({
  exp: z
    .number()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER / 1_000_000),
  symbols: z.array(z.string().min(1).max(64)).max(MOST_SYMBOLS).optional(),
  control: z.boolean().optional(),
})

/** Rejects with `BAD_OPTION`. */
export async function createJwtCheck(options: JwtOptions, log: Log): Promise<JwtCheck> {
  const { issuer, audience } = options
  const common = {
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  const verify = await verifierOf(options, common)
  return async (jwt) => {
    try {
      return grantOf(await verify(jwt))
    } catch (thrown) {
      if (thrown instanceof TapedeckError) throw thrown
      if (thrown instanceof errors.JWTExpired) throw expired()
      if (!(thrown instanceof errors.JOSEError) || thrown instanceof errors.JWKSTimeout) {
        log.error('the keys of JWTs cannot be fetched', { jwks: options.jwks, thrown })
        throw new TapedeckError('NOT_READY', 'the keys of JWTs cannot be fetched now; come back in a moment')
      }
      throw new TapedeckError('UNAUTHENTICATED', `the JWT is not accepted: ${thrown.message}`, { reason: thrown.code })
    }
  }
}

type Common = NonNullable<Parameters<typeof jwtVerify>[2]>

async function verifierOf({ secret, jwks }: JwtOptions, common: Common): Promise<(jwt: string) => Promise<JWTPayload>> {
  if ((secret === undefined) === (jwks === undefined)) {
    throw new TapedeckError('BAD_OPTION', 'JWTs need either --jwt-secret or --jwt-jwks, and not both')
  }
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret)
    if (key.length < LEAST_SECRET_BYTES) {
      throw new TapedeckError(
        'BAD_OPTION',
        `--jwt-secret has ${key.length} bytes; one of ${LEAST_SECRET_BYTES} or more is needed`,
      )
    }
    return async (jwt) => (await jwtVerify(jwt, key, { ...common, algorithms: ['HS256'] })).payload
  }
  const keys = await keysOf(jwks ?? '')
  return async (jwt) => (await jwtVerify(jwt, keys, { ...common, algorithms: PUBLIC_KEY_ALGORITHMS })).payload
}

/** Keys of an address are fetched when they are needed, and again when a token names one that is not among them. */
async function keysOf(
  jwks: string,
): Promise<ReturnType<typeof createLocalJWKSet> | ReturnType<typeof createRemoteJWKSet>> {
  const url = /^https?:/.test(jwks) && URL.canParse(jwks) ? new URL(jwks) : undefined
  if (url !== undefined) {
    if (url.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
      return createRemoteJWKSet(url)
    }
    throw new TapedeckError('BAD_OPTION', `--jwt-jwks ${jwks} would be fetched in the clear; give an https address`)
  }
  try {
    return createLocalJWKSet(JSON.parse(await readFile(jwks, 'utf8')) as JSONWebKeySet)
  } catch (thrown) {
    throw new TapedeckError(
      'BAD_OPTION',
      `--jwt-jwks ${JSON.stringify(jwks)} is neither an https address nor a file that holds a JSON Web Key Set`,
      { jwks },
      thrown,
    )
  }
}

function grantOf(payload: JWTPayload): Grant {
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) {
    const paths = claims.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new TapedeckError('UNAUTHENTICATED', `the JWT is not accepted: ${paths[0] ?? ''}`, { reason: 'claims' })
  }
  const { exp, symbols, control = false } = claims.data
  const expiresAt = Math.floor(exp * 1_000_000)
  if (expiresAt <= wallNow()) throw expired()
  return { allows: symbols === undefined ? () => true : symbolMatcher(symbols), mayControl: control, expiresAt }
}

function expired(): TapedeckError {
  return new TapedeckError('TOKEN_EXPIRED', 'the JWT has expired; present a fresh one')
}
