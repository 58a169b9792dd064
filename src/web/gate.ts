import type { RequestHandler } from 'express'
import type { Asks } from './routes.ts'
import { actorOrNull, SignInFirst } from './request.ts'

/**
 * Refuses a person who is not signed in, where the route requires it. Permissions are checked when the record is
 * loaded.
 */
export function gateFor(asks: Asks): RequestHandler {
  return (_req, res, next) => {
    if (asks === 'nothing' || asks === 'a token' || actorOrNull(res)) return next()
    throw new SignInFirst()
  }
}
