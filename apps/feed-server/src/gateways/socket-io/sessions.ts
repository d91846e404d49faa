/** Sessions of Socket.IO clients: who they are is asked at the handshake, renewed by a request, and ends their connection when it ends. */

import { toErrorBody, type AuthenticateAnswer } from '@tapedeck/protocol'
import { authenticateRequestSchema, parseRequest } from '@tapedeck/protocol/schemas'
import { subscriptionOf } from '../../rooms.ts'
import { bearerOf, type Authentication, type Credentials } from '../../security/authentication.ts'
import { Session } from '../../security/session.ts'
import type { FeedIo, FeedSocket } from './gateway.ts'

/** Asks everybody who connects. Answers the session of a connected client. */
export function openSessions(io: FeedIo, authentication: Authentication): (socket: FeedSocket) => Session {
  const sessions = new WeakMap<FeedSocket, Session>()
  const sessionOf = (socket: FeedSocket): Session => {
    const known = sessions.get(socket)
    if (known !== undefined) return known
    const session = new Session(authentication, {
      expiring: (notice) => void socket.emit('notice', notice),
      expired(notice) {
        socket.emit('notice', notice)
        socket.disconnect(true)
      },
    })
    sessions.set(socket, session)
    socket.conn.once('close', () => session.end())
    return session
  }
  if (!authentication.isRequired) return sessionOf
  io.use((socket, next) => {
    sessionOf(socket)
      .authenticate(credentialsOf(socket))
      .then(
        () => next(),
        (thrown: unknown) => {
          const body = toErrorBody(thrown)
          // what a client hears as `connect_error`: the message, and the whole error as its data
          next(Object.assign(new Error(body.message), { data: body }))
        },
      )
  })
  return sessionOf
}

/** Renews, and leaves what is not covered any more. */
export async function authenticate(
  socket: FeedSocket,
  session: Session,
  request: unknown,
): Promise<Extract<AuthenticateAnswer, { ok: true }>> {
  const { allows, expiresAt } = await session.authenticate(parseRequest(authenticateRequestSchema, request))
  const left = [...socket.rooms].filter((room) => {
    const subscription = subscriptionOf(room)
    return subscription !== undefined && !allows(subscription.symbol)
  })
  left.forEach((room) => void socket.leave(room))
  return { ok: true, expiresAt, removed: left.length }
}

/** What a client shows at the handshake; those that can set headers may use one. */
function credentialsOf({ handshake: { auth, headers } }: FeedSocket): Credentials {
  const { jwt, token } = auth
  const shown = bearerOf(headers.authorization)
  return { jwt: typeof jwt === 'string' ? jwt : shown.jwt, token: typeof token === 'string' ? token : shown.token }
}
