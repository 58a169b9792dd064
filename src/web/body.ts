import { urlencoded, type RequestHandler } from 'express'
import { BodyBroken } from './body-refusals.ts'

/**
 * The maximum size of a form in bytes. The longest answer has 20,000 characters, and a percent-encoded letter takes up
 * to 9 bytes. The rest is for the other fields.
 */
export const formLimit = 512 * 1024

const parse = urlencoded({ extended: false, limit: formLimit, parameterLimit: 1_000 })

/** Reads the fields of a form. Refuses other content types, because their empty form would overwrite saved data. */
export const formBody: RequestHandler = (req, res, next) => {
  if (req.is('application/x-www-form-urlencoded') === false) throw new BodyBroken()
  parse(req, res, next)
}
