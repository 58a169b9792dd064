import { urlencoded } from 'express'

/** Twenty thousand characters in the widest script, percent-encoded, with room for the rest of the form. */
export const formLimit = 512 * 1024

export const formBody = urlencoded({ extended: false, limit: formLimit, parameterLimit: 1_000 })
