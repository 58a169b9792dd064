import { urlencoded, type RequestHandler } from 'express'
import { BodyBroken } from './body-refusals.ts'

/** Bytes: 20,000 characters in the script that needs most, percent-encoded, and the rest of the form. */
export const formLimit = 512 * 1024

const parse = urlencoded({ extended: false, limit: formLimit, parameterLimit: 1_000 })

/**
 * Reads the fields of a form. Another content type is refused: read as an empty form, it would overwrite saved data.
 */
export const formBody: RequestHandler = (req, res, next) => {
  if (req.is('application/x-www-form-urlencoded') === false) throw new BodyBroken()
  parse(req, res, next)
}
