import { urlencoded, type RequestHandler } from 'express'
import { BodyBroken } from './body-refusals.ts'

/**
 * The maximum size of a form in bytes: 20,000 percent-encoded characters of the script that needs the most bytes, plus
 * the other fields.
 */
export const formLimit = 512 * 1024

const parse = urlencoded({ extended: false, limit: formLimit, parameterLimit: 1_000 })

/** Reads the fields of a form. Other content types are refused, because an empty form would overwrite saved data. */
export const formBody: RequestHandler = (req, res, next) => {
  if (req.is('application/x-www-form-urlencoded') === false) throw new BodyBroken()
  parse(req, res, next)
}
