import type { RequestHandler } from 'express'
import type { Asks } from './routes.ts'
import { actorOf } from './request.ts'

/** Signed out, a page leads to the door and comes back here afterwards; anything else is refused. */
export class SignInFirst extends Error {}

/** What a row asks before its handler: only whether somebody is signed in. Rights are asked where the thing is loaded. */
export function gateFor(asks: Asks): RequestHandler {
  return (_req, res, next) => {
    if (asks === 'nothing' || asks === 'a token' || actorOf(res)) return next()
    throw new SignInFirst()
  }
}
