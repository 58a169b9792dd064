import { urlencoded, type RequestHandler } from 'express'
import { BodyBroken } from './body-refusals.ts'

/** Twenty thousand characters in the widest script, percent-encoded, with room for the rest of the form. */
export const formLimit = 512 * 1024

const parse = urlencoded({ extended: false, limit: formLimit, parameterLimit: 1_000 })

/**
 * Reads what a form was filled in with. A body of another kind is no empty form: it is refused, or it would save
 * nothing over something.
 */
export const formBody: RequestHandler = (req, res, next) => {
  if (req.is('application/x-www-form-urlencoded') === false) throw new BodyBroken()
  parse(req, res, next)
}
