import { createHash } from 'node:crypto'
import type { RequestHandler } from 'express'
import session from 'express-session'
import type { SessionData } from 'express-session'
import type { Parts } from '../parts.ts'
import { isConnectionLost } from '../db/transaction.ts'
import { Busy, DatabaseDown } from '../domain/refusals.ts'
import { cookieNamed, isHttps } from './signed-cookie.ts'
import { longestMinutes, signInEndReason, type SignInEndReason, type SignIn } from './sign-ins.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

/** The database operations of sessions. Only a hash of a session's id is stored. */
export interface SessionRows {
  /**
   * the sign-in of a session, even one that has ended; null for an unknown session, or one replaced over a minute ago
   */
  find(idHash: string, at: Instant): Promise<SignIn | null>
  save(idHash: string, signInId: string, times: { at: Instant; expiresAt: Instant }): Promise<void>
  /** records that a session with a new id has replaced this one */
  replace(idHash: string, at: Instant): Promise<void>
  remove(idHash: string): Promise<void>
  /** updates "last seen", unless another request has just done so */
  see(signIn: SignIn, at: Instant): Promise<void>
}

declare module 'express-session' {
  interface SessionData {
    passport?: { user: SignIn | string }
    /** why the sign-in of this session has ended; missing while it is valid */
    over?: SignInEndReason
  }
}

/**
 * The middleware for sessions. Before sign-in, there is no cookie and no row. An id that the service did not issue is
 * never used.
 */
export function sessions(
  { config, clock, log }: Pick<Parts, 'config' | 'clock' | 'log'>,
  rows: SessionRows,
): RequestHandler[] {
  const secure = isHttps(config.baseUrl)
  const cookie = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  // Sets `req.secure` from BASE_URL: without it, express-session sends no cookie behind some proxies.
  const setSecureFlag: RequestHandler = (req, _res, next) => {
    if (secure) Object.defineProperty(req, 'secure', { configurable: true, value: true })
    next()
  }
  const store = new SessionStore(rows, clock, log, { ...cookie, originalMaxAge: null })
  return [
    setSecureFlag,
    session({
      name: cookieNamed(config.baseUrl, 'sanctuary'),
      secret: config.sessionSecret,
      store,
      cookie,
      resave: false,
      saveUninitialized: false,
    }),
  ]
}

type Done<Value = void> = (problem?: unknown, value?: Value) => void

/** The session store. Passes a lost database connection as `DatabaseDown`, and any other failure as `Busy`. */
export class SessionStore extends session.Store {
  readonly #rows: SessionRows
  readonly #clock: Parts['clock']
  readonly #log: Parts['log']
  readonly #cookie: SessionData['cookie']
  /** ids of sessions that are being replaced */
  readonly #replaced = new Set<string>()

  constructor(rows: SessionRows, clock: Parts['clock'], log: Parts['log'], cookie: SessionData['cookie']) {
    super()
    this.#rows = rows
    this.#clock = clock
    this.#log = log
    this.#cookie = cookie
  }

  override get(id: string, done: Done<SessionData | null>): void {
    this.#hand(done, async () => {
      const now = this.#clock.now()
      const signIn = await this.#rows.find(hashed(id), now)
      if (!signIn) return null
      const over = signInEndReason(signIn, now)
      return over ? { cookie: this.#cookie, over } : { cookie: this.#cookie, passport: { user: signIn } }
    })
  }

  override set(id: string, { passport }: SessionData, done: Done = () => undefined): void {
    const now = this.#clock.now()
    const signInId = typeof passport?.user === 'string' ? passport.user : passport?.user.id
    this.#hand(done, async () => {
      if (signInId) await this.#rows.save(hashed(id), signInId, { at: now, expiresAt: addMinutes(now, longestMinutes) })
    })
  }

  /** Lets a session that is about to be replaced work for another minute. */
  keepForAMinute(id: string): void {
    this.#replaced.add(id)
  }

  override destroy(id: string, done: Done = () => undefined): void {
    const isReplaced = this.#replaced.delete(id)
    this.#hand(done, () =>
      isReplaced ? this.#rows.replace(hashed(id), this.#clock.now()) : this.#rows.remove(hashed(id)),
    )
  }

  /**
   * Runs `act` and passes on its result. An error leads to a page with status 503: if it were ignored, people would
   * seem to be signed out.
   */
  #hand<Value>(done: Done<Value>, act: () => Promise<Value>): void {
    void act()
      .then(
        value => ({ value }),
        (problem: unknown) => {
          if (isConnectionLost(problem)) return { problem: new DatabaseDown(undefined, { cause: problem }) }
          this.#log.error({ code: (problem as { code?: string }).code ?? 'unknown' }, 'the session store failed')
          return { problem: new Busy() }
        },
      )
      .then(outcome => setImmediate(() => ('value' in outcome ? done(null, outcome.value) : done(outcome.problem))))
  }
}

const hashed = (id: string): string => createHash('sha256').update(id).digest('hex')
