import type { RequestHandler } from 'express'
import { refuseOtherPerson } from './form-key.ts'
import type { Asks } from './routes.ts'
import { actorOrNull, SignInFirst } from './request.ts'

/** Refuses people who are not signed in, where the route requires it. Does not check permissions. */
export function gateFor(asks: Asks): RequestHandler {
  return (_req, res, next) => {
    if (!needsPerson(asks) || actorOrNull(res)) return next()
    throw new SignInFirst()
  }
}

/** Refuses a form that another person opened, where the route requires sign-in. Needs the parsed form. */
export function ownFormsOnly(asks: Asks): RequestHandler {
  return (req, res, next) => {
    if (needsPerson(asks)) refuseOtherPerson(res, req.body)
    next()
  }
}

/** Whether a route requires sign-in. */
export const needsPerson = (asks: Asks): boolean => asks !== 'nothing' && asks !== 'a token'
