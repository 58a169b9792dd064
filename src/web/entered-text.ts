import type { Request, Response } from 'express'
import { setTimeout as wait } from 'node:timers/promises'
import { fileLimits } from '../config.ts'
import type { T } from '../words/words.ts'
import { formBody } from './body.ts'
import { discardStream, readMultipart } from './multipart.ts'

export interface EnteredText {
  texts: readonly string[]
  /** how to keep text that the person can only copy from the page; empty when the form can be sent again */
  advice: readonly string[]
  /** the fields of the whole form; null when it cannot be sent again */
  again: readonly Field[] | null
}
interface Field {
  name: string
  value: string
}

/**
 * For each status of a refusal: the error page shows the entered text only if a field has more characters than this.
 */
const longestNotReturned: Readonly<Record<number, number>> = {
  401: 0,
  403: 1,
  404: 20,
  409: 0,
  429: 20,
  500: 20,
  503: 0,
  507: 0,
}
const statusesNotSentAgain: readonly number[] = [403, 404, 409]
/** The maximum size, in bytes, of a refused form with files. The text in a larger form is not read. */
const mostRead = 64 * 1024 * 1024
const mostMilliseconds = 15_000

/** The text in a refused request; null when there is none to show. Never throws, so that the page shows the refusal. */
export async function enteredTextOf(
  res: Response,
  status: number,
  most = mostMilliseconds,
): Promise<EnteredText | null> {
  const { req } = res
  const characters = longestNotReturned[status]
  if (req.method !== 'POST' || characters === undefined) return null
  const hasFiles = Boolean(req.is('multipart/form-data'))
  if (!hasFiles && !req.is('application/x-www-form-urlencoded')) return null
  if (isUnread(req))
    await Promise.race([hasFiles ? readFields(req, res) : readForm(req, res), wait(most, undefined, { ref: false })])
  const fields = Object.entries((req.body ?? {}) as Record<string, string | string[]>)
    .filter(([name]) => !/password/i.test(name))
    .flatMap(([name, value]) => [value].flat().map(each => ({ name, value: String(each) })))
  const again = hasFiles || statusesNotSentAgain.includes(status) ? null : fields
  const texts = fields.filter(field => isLong(field) || (!again && hasSeveralWords(field))).map(({ value }) => value)
  const isWorthIt =
    characters === 0 && !hasFiles ? fields.some(isTyped) : texts.some(({ length }) => length > characters)
  return isWorthIt ? { texts, advice: again ? [] : adviceOn(res.locals.t, status, hasFiles), again } : null
}

const isUnread = (req: Request): boolean => req.body === undefined && !req.readableDidRead && !req.destroyed

const readForm = (req: Request, res: Response): Promise<void> => new Promise(done => formBody(req, res, () => done()))

/**
 * Reads the fields of a form with files into `req.body`. Does not read a form above `mostRead`.
 * @returns whether there were files; false when the form was not read
 */
export async function readFields(req: Request, res: Response): Promise<boolean> {
  let hadFiles = false
  if (Number(req.get('content-length') ?? Infinity) > mostRead) return hadFiles
  await readMultipart(req, res, { field: 'files', most: fileLimits.perItem, limit: mostRead }, source => {
    hadFiles = true
    return discardStream(source)
  }).catch(() => {})
  return hadFiles
}

/** Hidden fields, whose values people did not enter. */
const ours: readonly string[] = [
  ...['idempotencyKey', 'version', 'seen', 'latest', 'username'],
  ...['workingPage', 'workingCopy', 'workingPerson', 'read', 'readRating'],
]
const isTyped = ({ name, value }: Field): boolean => name !== 'version' && value !== ''
const isLong = ({ name, value }: Field): boolean => !ours.includes(name) && value.length > 20
/** Whether a value has several words, and so is probably text that someone wrote. */
const hasSeveralWords = ({ name, value }: Field): boolean => !ours.includes(name) && /\S\s+\S/.test(value)

const adviceOn = (t: T, status: number, hasFiles: boolean): string[] => [
  t(status === 404 ? 'refused.kept.copy_now' : 'refused.kept.copy'),
  ...(hasFiles ? [t('refused.kept.files')] : []),
]
