import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { randomBytes } from 'node:crypto'
import { ForeignRequest } from './same-origin.ts'
import { Busy, DiskFails, Forbidden, MoveRefused, NoRoom, NotDeclared, NotFound, Stale, TooMany } from '../domain/refusals.ts'
import { fileLimits } from '../config.ts'
import { number } from '../words/format.ts'
import type { Key, T } from '../words/words.ts'
import { formBody } from './body.ts'
import { BodyBroken, TooLarge } from './body-refusals.ts'
import { lastResort } from './last-resort.ts'
import { actorOf, SignInFirst } from './request.ts'
import { page } from './view-engine.ts'

export type RecordDenial = (denial: { personId: string | null; permission: string; address: string }) => void

type Answer = { status: number; words: RefusalKey; retryAfter?: number }
type RefusalKey = Key extends infer K ? (K extends `refused.${infer Name}.heading` ? Name : never) : never

/** What happened, as HTTP says it. Anything else is a bug: 500, a reference for the person, the stack for the log. */
function answerTo(error: unknown): Answer | null {
  if (error instanceof NotFound) return { status: 404, words: 'not_found' }
  if (error instanceof NotDeclared) return { status: 403, words: 'not_declared' }
  if (error instanceof Forbidden) return { status: 403, words: 'forbidden' }
  if (error instanceof MoveRefused) return { status: 409, words: 'not_now' }
  if (error instanceof Stale) return { status: 409, words: 'stale' }
  if (error instanceof TooMany) return { status: 429, words: 'too_many', retryAfter: error.seconds }
  if (error instanceof Busy) return { status: 503, words: 'busy', retryAfter: 5 }
  if (error instanceof ForeignRequest) return { status: 403, words: 'foreign' }
  if (error instanceof SignInFirst) return { status: 401, words: 'signed_out' }
  if (error instanceof TooLarge) return { status: 413, words: 'too_large' }
  if (error instanceof BodyBroken) return { status: 400, words: 'broken' }
  if (error instanceof NoRoom) return { status: 507, words: 'no_room' }
  if (error instanceof DiskFails) return { status: 503, words: 'disk_fails' }
  return answerToLibrary(error)
}

/** body-parser and the router say what happened in a status of their own. */
function answerToLibrary(error: unknown): Answer | null {
  const status = error instanceof Error && 'status' in error ? error.status : null
  if (status === 413) return { status: 413, words: 'too_large' }
  return typeof status === 'number' && status >= 400 && status < 500 ? { status: 400, words: 'broken' } : null
}

export const nothingHere: RequestHandler = () => {
  throw new NotFound()
}

/** The last step of the pipeline: every refusal and every bug becomes a page here. */
export function showRefusals(log: Logger, recordDenial: RecordDenial): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    try {
      if (error instanceof SignInFirst && req.method === 'GET') return res.redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`)
      if (error instanceof Forbidden) recordDenial({ personId: actorOf(res)?.id ?? null, permission: error.permission, address: req.path })
      const answer = answerTo(error)
      if (!answer) return showBug(log, error, res)
      if (answer.retryAfter) res.set('Retry-After', String(answer.retryAfter))
      if (answer.status === 413 || answer.status === 400) res.set('Connection', 'close')
      await showAnswer(answer, error, req, res)
    } catch (worse) {
      log.error({ err: worse instanceof Error ? worse.stack : String(worse) }, 'the page for a refusal failed')
      if (!res.headersSent) res.status(500).type('html').send(lastResort)
    }
  }
}

async function showAnswer(answer: Answer, error: unknown, req: Request, res: Response): Promise<void> {
  const { t } = res.locals
  const said = sentencesOf(t, answer.words, error)
  const fields = error instanceof NotDeclared ? null : await whatWasTyped(answer, req, res)
  const shown = { title: said.heading, ...said }
  res.status(answer.status)
  // Sent again from a stale page it would only be refused again: then it can be copied, no more.
  if (fields) return page(res, 'errors/kept', { ...shown, action: req.originalUrl, fields, signInHref: answer.status === 401 ? '/sign-in' : null, resend: ![403, 409].includes(answer.status) })
  page(res, 'errors/error', { title: said.heading, ...said, link: wayOn(t, error), reference: null })
}

function sentencesOf(t: T, words: RefusalKey, error: unknown): { heading: string; text: string[] } {
  const unmet = error instanceof MoveRefused ? error.unmet.map(guard => t(`application.guard.${guard}` as 'refused.not_now.text')) : []
  return { heading: t(`refused.${words}.heading`), text: [sentenceOf(t, words, error), ...unmet] }
}

function sentenceOf(t: T, words: RefusalKey, error: unknown): string {
  if (error instanceof ForeignRequest) return t('refused.foreign.text', { address: error.address })
  if (words === 'too_large') return t('refused.too_large.text', { size: t('size.megabytes', { size: number(t, fileLimits.bytes / 1024 ** 2) }) })
  return t(`refused.${words as Exclude<RefusalKey, 'foreign' | 'too_large'>}.text`)
}

const wayOn = (t: T, error: unknown) => error instanceof NotDeclared
  ? { text: t('refused.not_declared.link'), href: `/applications/${error.applicationId}/declaration` }
  : null

/** Signed out meanwhile, somebody else faster, handed in meanwhile, no time for it now: nothing is done, so what was typed is given back. */
async function whatWasTyped({ status }: Answer, req: Request, res: Response): Promise<{ name: string; value: string }[] | null> {
  if (req.method !== 'POST' || ![401, 403, 409, 503, 507].includes(status) || !req.is('application/x-www-form-urlencoded')) return null
  if (req.body === undefined) await new Promise<void>(done => void formBody(req, res, () => done()))
  const fields = Object.entries((req.body ?? {}) as Record<string, string | string[]>)
    .filter(([name]) => !/password/i.test(name) && name !== 'version')
    .flatMap(([name, value]) => [value].flat().map(each => ({ name, value: String(each) })))
  return fields.some(({ value }) => value.length > (status === 403 ? 20 : 0)) ? fields : null
}

function showBug(log: Logger, error: unknown, res: Response): void {
  const reference = randomBytes(5).toString('hex')
  log.error({ reference, err: error instanceof Error ? error.stack : String(error) }, 'a bug')
  const { t } = res.locals
  const heading = t('refused.bug.heading')
  res.status(500)
  page(res, 'errors/error', { title: heading, heading, text: [t('refused.bug.text')], link: null, reference })
}
