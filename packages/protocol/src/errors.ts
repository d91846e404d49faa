/** The catalogue of error codes, and the one error class that carries them. The table in docs/protocol.md lists the same. */

/** Every code that a boundary of Tapedeck can answer with, and what it means. Codes are stable: new ones are added, none is renamed. */
export const ERROR_CODES = {
  UNKNOWN_SYMBOL: 'A symbol is not in the instrument table of the deck.',
  UNKNOWN_CHANNEL: 'A channel is not one that the server offers.',
  UNKNOWN_DECK: 'No deck of that name is open.',
  UNKNOWN_EVENT: 'The server does not know an event of that name.',
  UNKNOWN_INTERVAL: 'A bar interval is not one that the server offers.',
  BAD_MESSAGE: 'A message does not have the form that the protocol gives it.',
  BAD_SUBSCRIPTION: 'A subscription names several bad items; `details.problems` lists each with its own code.',
  DECK_NOT_YOURS: 'A deck obeys its driver alone, and `live` nobody.',
  DECK_NOT_SEEKABLE: 'The tape of a deck cannot be gone back on.',
  BAD_SEEK: 'A place lies outside the span of the tape, or no marker has that name.',
  UNKNOWN_RECORDING: 'No recording of the library has that id.',
  RECORDING_BUSY: 'A recording is being made or played, and cannot be deleted now.',
  NOT_SUBSCRIBED: 'An unsubscribe names something that the client is not subscribed to.',
  UPDATES_LOST:
    'A client read so slowly that updates which are never folded are lost to it; `details.lost` lists them.',
  LIMIT_SUBSCRIPTIONS: 'A client asks for more subscriptions than the server allows.',
  LIMIT_RATE: 'A client, or an address, sends messages faster than the server allows.',
  LIMIT_CONNECTIONS: 'The server, or one address, holds as many connections as are allowed.',
  LIMIT_DECKS: 'A client, or the server, has as many decks open as are allowed.',
  LIMIT_RECORDINGS: 'As many recordings are being made as the server allows, or the library is full.',
  UNAUTHORIZED: 'What changes something needs the token of the server, and none or another one was given.',
  UNAUTHENTICATED: 'The server serves holders of a JWT, and none or a bad one was given.',
  TOKEN_EXPIRING: 'The JWT of a connection will expire soon: `authenticate` with a fresh one to keep the connection.',
  TOKEN_EXPIRED: 'A JWT has expired; a connection that was kept by it ends.',
  NOT_ENTITLED: 'The JWT of the client does not cover a symbol.',
  SILENT: 'A connection subscribed to nothing for so long that the server ends it.',
  FORBIDDEN_ORIGIN: 'A browser page of another origin is not in --allow-origin.',
  FORBIDDEN_HOST: 'The Host header names another machine than the server answers for.',
  NOT_FOUND: 'No page or resource has that address.',
  NOT_READY: 'The server is still preparing its history.',
  SERVER_STOPPING: 'The server is being stopped: connections end now, and clients come back by themselves.',
  CLOSED: 'The client was closed and can be used no more.',
  DISCONNECTED: 'The connection was lost before the answer came.',
  TIMEOUT: 'An answer did not come in time.',
  BAD_OPTION: 'An option of the command line or of a function is not valid.',
  BAD_INSTRUMENT: 'An instrument is not valid.',
  CONFIG_NOT_FOUND: 'No instruments or scenario file has that name, or it cannot be read.',
  BAD_CONFIG: 'A file of instruments is not valid, or a file of instruments or a scenario is not JSON.',
  BAD_SCENARIO: 'A scenario is not valid, or does not fit the instruments or the other scenarios that run.',
  UNKNOWN_SCENARIO: 'No scenario of the catalogue has that name.',
  BAD_CALENDAR: 'A calendar is not valid.',
  BAD_CHECKPOINT: 'A checkpoint is damaged, or belongs to another simulation.',
  BAD_PRECISION: 'A number of decimals is outside the range that a price or size may have.',
  SCALED_OUT_OF_RANGE: 'A price, size or sum does not fit the exact integer range at its precision.',
  BAD_CSV: 'A CSV file does not have the columns or the values that an import needs.',
  BAD_TABLE: 'A file is no table that an import can read.',
  TABLES_FAILED: 'DuckDB could not do what was asked, or its process ended.',
  TAPE_NOT_FOUND: 'No file has that name, or it cannot be read.',
  TAPE_FOREIGN: 'A file is not a tape.',
  TAPE_VERSION: 'A tape was written in a newer format than this program reads.',
  TAPE_CORRUPT: 'A tape holds something that is not an event, or its digest does not match.',
  TAPE_TOO_LARGE: 'An uploaded tape is larger than the server allows.',
  TAPE_WRITE_FAILED: 'A tape could not be written.',
  TAPE_LOCKED: 'A test may only replay, and the tape that it asks for is not there.',
  NEVER_MET: 'A test waits for something that its tape does not bring.',
  UNRECORDED_REQUEST: 'A client asks something of a tape of messages that was not recorded.',
  INTERNAL: 'The server failed in a way that is a bug. Nothing of the request took effect.',
} as const

/** A stable name of a failure; see {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES

/** How a failure travels: in acknowledgements, `error` events and HTTP answers. */
export interface ErrorBody {
  readonly code: ErrorCode
  /** A sentence that names the thing and the way out. */
  readonly message: string
  /** The values behind the sentence, for programs. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one error class. Thrown inside; at boundaries it becomes an {@link ErrorBody}. */
export class TapedeckError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TapedeckError'
    this.code = code
    this.details = details
  }

  /** The form that travels. */
  toBody(): ErrorBody {
    return { code: this.code, message: this.message, details: this.details }
  }
}

/** An {@link ErrorBody} for anything that was thrown; what is not a TapedeckError says only `INTERNAL`. */
export function toErrorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof TapedeckError) return thrown.toBody()
  return { code: 'INTERNAL', message: 'the server failed on this request; its log says more' }
}
