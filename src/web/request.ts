import type { Request, Response } from 'express'
import type { Actor } from '../domain/actor.ts'
import type { Day } from '../domain/time.ts'

/** Thrown when the person must sign in first. */
export class SignInFirst extends Error {}

/** The person who is signed in, or null. */
export const actorOrNull = (res: Response): Actor | null => res.locals.actor ?? null

/**
 * The person who is signed in, for routes that require sign-in.
 * @throws SignInFirst when no one is signed in
 */
export function actorOf(res: Response): Actor {
  const actor = actorOrNull(res)
  if (!actor) throw new SignInFirst()
  return actor
}

/** Whether the request prefers JSON to HTML, as requests from our page scripts do. */
export const isScript = (req: Pick<Request, 'accepts'>): boolean => req.accepts(['html', 'json']) === 'json'

declare global {
  namespace Express {
    interface Locals {
      actor: Actor | null
      /** today's date in London, set once per request */
      today: Day
    }
  }
}
