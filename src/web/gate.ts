import type { RequestHandler } from 'express'
import type { Asks } from './routes.ts'
import { actorOrNull, SignInFirst } from './request.ts'

/**
 * What a row asks before its handler: only whether somebody is signed in. Rights are asked where the thing is loaded.
 */
export function gateFor(asks: Asks): RequestHandler {
  return (_req, res, next) => {
    if (asks === 'nothing' || asks === 'a token' || actorOrNull(res)) return next()
    throw new SignInFirst()
  }
}
