import type { RequestHandler } from 'express'
import { refuseOtherPerson } from './form-key.ts'
import type { Asks } from './routes.ts'
import { actorOrNull, SignInFirst } from './request.ts'

/**
 * Refuses anyone who is not signed in, on a route that requires sign-in. Permissions are checked when the record is
 * loaded.
 */
export function gateFor(asks: Asks): RequestHandler {
  return (_req, res, next) => {
    if (!needsPerson(asks) || actorOrNull(res)) return next()
    throw new SignInFirst()
  }
}

/** Refuses a form that another person opened, where the route requires sign-in. Runs after the form has been parsed. */
export function ownFormsOnly(asks: Asks): RequestHandler {
  return (req, res, next) => {
    if (needsPerson(asks)) refuseOtherPerson(res, req.body)
    next()
  }
}

/** Whether a route requires sign-in. */
export const needsPerson = (asks: Asks): boolean => asks !== 'nothing' && asks !== 'a token'
