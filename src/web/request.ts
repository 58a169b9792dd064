import type { Request, Response } from 'express'
import type { Actor } from '../domain/actor.ts'
import type { Day } from '../domain/time.ts'

/** A page redirects to sign-in and returns here afterwards. Any other request is refused. */
export class SignInFirst extends Error {}

/** The person, or null. Set once per request from the sign-in. */
export const actorOrNull = (res: Response): Actor | null => res.locals.actor ?? null

/** The person. The route requires sign-in, so a missing one is a bug. */
export function actorOf(res: Response): Actor {
  const actor = actorOrNull(res)
  if (!actor) throw new SignInFirst()
  return actor
}

/** Sent by our own script, which reads JSON. A browser asks for a page. */
export const isScript = (req: Pick<Request, 'accepts'>): boolean => req.accepts(['html', 'json']) === 'json'

declare global {
  namespace Express {
    interface Locals {
      actor: Actor | null
      /** the civil day in London, set once per request */
      today: Day
    }
  }
}
