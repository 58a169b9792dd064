import type { Request, Response } from 'express'
import type { Actor } from '../domain/actor.ts'
import type { Day } from '../domain/time.ts'

/** Signed out, a page leads to the door and comes back here afterwards; anything else is refused. */
export class SignInFirst extends Error {}

/** Who asks, or null. Set once per request from the sign-in's row. */
export const actorOrNull = (res: Response): Actor | null => res.locals.actor ?? null

/** Who asks. Its row asks for somebody signed in, so nobody here is a mistake of ours. */
export function actorOf(res: Response): Actor {
  const actor = actorOrNull(res)
  if (!actor) throw new SignInFirst()
  return actor
}

/** A script of our own pages sent it and reads the answer; a browser by itself asks for a page. */
export const isScript = (req: Pick<Request, 'accepts'>): boolean => req.accepts(['html', 'json']) === 'json'

declare global {
  namespace Express {
    interface Locals {
      actor: Actor | null
      /** the civil day in London, once per request */
      today: Day
    }
  }
}
