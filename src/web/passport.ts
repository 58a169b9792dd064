import type { Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Parts } from '../parts.ts'
import { sessions, SessionStore, type SessionRows } from './sessions.ts'
import { asksForStream } from './streams.ts'
import { isSeenLongAgo, type SignInEndReason, type SignIn } from './sign-ins.ts'

export interface PersonKnown {
  id: string
  passwordHash: string
}
export type CheckPassword = (email: string, password: string) => Promise<PersonKnown | null>

/** Sets `res.locals.signIn`, `actor` and `over` from the session. */
export function loadSignIn(parts: Pick<Parts, 'config' | 'clock' | 'log'>, rows: SessionRows): RequestHandler[] {
  const { clock, log } = parts
  const known: RequestHandler = (req, res, next) => {
    const signIn = req.user ?? null
    res.locals.signIn = signIn
    res.locals.actor = signIn ? { ...signIn.actor, today: res.locals.today } : null
    res.locals.over = req.session.over ?? null
    // A stream does not count as activity, because a page can stay open after the person has left.
    if (signIn && !asksForStream(req) && isSeenLongAgo(signIn, clock.now())) {
      rows
        .see(signIn, clock.now())
        .catch((problem: { code?: string }) =>
          log.warn({ code: problem.code ?? 'unknown' }, 'last seen was not written'),
        )
    }
    next()
  }
  return [...sessions(parts, rows), withSessions().authenticate('session'), known]
}

/** Passport with sessions that contain only the id of a sign-in. The session store has already loaded the sign-in. */
function withSessions(): passport.Authenticator {
  const made = new passport.Passport()
  made.serializeUser((signIn, done) => done(null, signIn.id))
  made.deserializeUser((signIn: SignIn, done) => done(null, signIn))
  return made
}

/** Returns a function that checks a person's email address and password, and returns null when either is wrong. */
export function passwordSignIn(check: CheckPassword): (req: Request, res: Response) => Promise<PersonKnown | null> {
  const made = withSessions()
  made.use(
    new Strategy({ usernameField: 'email', session: false }, (email, password, done) => {
      check(email, password).then(person => done(null, (person ?? false) as Express.User | false), done)
    }),
  )
  return (req, res) =>
    new Promise((resolve, reject) => {
      const answered = (problem: unknown, person: Express.User | false | null | undefined) =>
        problem ? reject(problem as Error) : resolve((person || null) as PersonKnown | null)
      void made.authenticate('local', { session: false }, answered)(req, res, reject)
    })
}

/** Signs in with a new session id. The previous session is deleted. */
export function beginSession(req: Request, signIn: { id: string }): Promise<void> {
  return new Promise((resolve, reject) =>
    req.logIn(signIn as Express.User, problem => (problem ? reject(problem as Error) : resolve())),
  )
}

/**
 * Gives a signed-in session a new id. The old id works for one more minute, so that a double click does not sign the
 * person out.
 */
export async function renewSession(req: Request, signIn: { id: string }): Promise<void> {
  if (req.sessionStore instanceof SessionStore) req.sessionStore.keepForAMinute(req.sessionID)
  await beginSession(req, signIn)
}

export function endSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    req.session.destroy(problem => (problem ? reject(problem as Error) : resolve())),
  )
}

declare global {
  namespace Express {
    interface User extends SignIn {}
    interface Locals {
      signIn: SignIn | null
      over: SignInEndReason | null
    }
  }
}
