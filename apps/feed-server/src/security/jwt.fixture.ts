/** Tokens for tests, signed as an issuer would. */

import { SignJWT } from 'jose'
import { wallNow } from '../transport-timers.ts'

export const SECRET = 'a secret of tests that is long enough for HS256'

/** A token that lasts so many seconds, which need not be whole. */
export function signed(claims: object, seconds: number = 600, secret: string = SECRET): Promise<string> {
  const exp = wallNow() / 1_000_000 + seconds
  return new SignJWT({ exp, ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
}
