import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { randomBytes } from 'node:crypto'
import { ForeignRequest } from './same-origin.ts'
import {
  Busy,
  DecidedAlready,
  DiskFails,
  FindingsFirst,
  Forbidden,
  MergedInto,
  MoveRefused,
  NoRoom,
  NotDeclared,
  NotFound,
  NotOpen,
  OrganisationClosed,
  OtherDate,
  ReadersNotConfirmed,
  SortedAlready,
  Stale,
  TooMany,
  type Sorted,
} from '../domain/refusals.ts'
import { fileLimits } from '../config.ts'
import { isDatabaseDown, logOutage } from '../db/outage-log.ts'
import { isConnectionLost, isOverload } from '../db/transaction.ts'
import type { KeptPage } from './views.ts'
import { dayAndTime, number } from '../words/format.ts'
import type { Key, T } from '../words/words.ts'
import { BodyBroken, TooLarge } from './body-refusals.ts'
import { OpenedByOther } from './form-key.ts'
import { lastResort } from './last-resort.ts'
import type { PageToOpen } from './page-to-open.ts'
import { actorOrNull, SignInFirst } from './request.ts'
import { page } from './view-engine.ts'
import { enteredTextOf, type EnteredText } from './entered-text.ts'

export type RecordDenial = (denial: { personId: string | null; permission: string; address: string }) => void

type ErrorResponse = { status: number; words: RefusalKey; retryAfter?: number }
type RefusalKey = Key extends infer K ? (K extends `refused.${infer Name}.heading` ? Name : never) : never

/** The response to an error; null for a bug, which gets a 500 page. */
function responseTo(error: unknown): ErrorResponse | null {
  if (error instanceof NotFound) return { status: 404, words: 'not_found' }
  if (error instanceof NotDeclared) return { status: 403, words: 'not_declared' }
  if (error instanceof FindingsFirst) return { status: 403, words: 'findings_first' }
  if (error instanceof Forbidden) return { status: 403, words: 'forbidden' }
  if (error instanceof NotOpen) return { status: 409, words: error.why }
  if (error instanceof ReadersNotConfirmed) return { status: 409, words: 'readers_not_confirmed' }
  if (error instanceof MoveRefused) return { status: 409, words: 'not_now' }
  if (error instanceof OrganisationClosed) return { status: 409, words: 'organisation_closed' }
  if (error instanceof MergedInto) return { status: 409, words: 'merged' }
  if (error instanceof DecidedAlready) return { status: 409, words: 'decided_already' }
  if (error instanceof SortedAlready) return { status: 409, words: 'item_sorted' }
  if (error instanceof OtherDate) return { status: 409, words: 'other_date' }
  if (error instanceof Stale) return { status: 409, words: 'stale' }
  if (error instanceof TooMany) return { status: 429, words: 'too_many', retryAfter: error.seconds }
  if (isDatabaseDown(error)) return { status: 503, words: 'database_down', retryAfter: 30 }
  if (error instanceof Busy || isOverload(error)) return { status: 503, words: 'busy', retryAfter: 5 }
  if (error instanceof ForeignRequest) return { status: 403, words: 'foreign' }
  if (error instanceof SignInFirst) return { status: 401, words: 'signed_out' }
  if (error instanceof OpenedByOther) return { status: 401, words: 'opened_by_other' }
  if (error instanceof TooLarge) return { status: 413, words: 'too_large' }
  if (error instanceof BodyBroken) return { status: 400, words: 'broken' }
  if (error instanceof NoRoom) return { status: 507, words: 'no_room' }
  if (error instanceof DiskFails) return { status: 503, words: 'disk_fails' }
  return responseToLibrary(error)
}

/** The response to errors from body-parser and the router, which carry a status. */
function responseToLibrary(error: unknown): ErrorResponse | null {
  // The router adds a status to the error for an address with a broken escape, such as `%E`.
  if (error instanceof URIError && 'status' in error) return { status: 404, words: 'not_found' }
  const status = error instanceof Error && 'status' in error ? error.status : null
  if (status === 413) return { status: 413, words: 'too_large' }
  return typeof status === 'number' && status >= 400 && status < 500 ? { status: 400, words: 'broken' } : null
}

export const throwNotFound: RequestHandler = () => {
  throw new NotFound()
}

/**
 * The last error handler: turns every refusal and every bug into a page, or into a redirect to the page that can help.
 */
export function showRefusals(log: Logger, recordDenial: RecordDenial, pageToOpen: PageToOpen): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (error instanceof Forbidden)
      recordDenial({ personId: actorOrNull(res)?.id ?? null, permission: error.permission, address: req.path })
    // after a response with status 408, the body ends early, which can cause another refusal
    if (res.writableEnded && responseTo(error)) return void logOutage(log, error, { route: routeOf(req) })
    if (res.headersSent) return next(error)
    try {
      if (req.method === 'POST') res.locals.pageToOpen = pageToOpen(req)
      if (error instanceof NotOpen && req.method === 'POST') res.locals.pageToOpen = error.address
      if (error instanceof SignInFirst && req.method === 'GET')
        return res.redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`)
      if (error instanceof ReadersNotConfirmed && req.method === 'GET')
        return res.redirect(303, `${readersPage(error)}?next=${encodeURIComponent(req.originalUrl)}`)
      if (error instanceof MergedInto && req.method === 'GET')
        return res.redirect(303, `/organisations/${error.organisationId}`)
      if (isOverload(error)) log.warn({ route: routeOf(req) }, 'the database was too slow for a request')
      logOutage(log, error, { route: routeOf(req) })
      const response = responseTo(error)
      if (!response) return await showBug(res, log, error)
      if (response.retryAfter) res.set('Retry-After', String(response.retryAfter))
      if (response.status === 413 || response.status === 400) res.set('Connection', 'close')
      await showResponse(res, response, error)
    } catch (worse) {
      log.error({ err: worse instanceof Error ? worse.stack : String(worse) }, 'the page for a refusal failed')
      if (!res.headersSent) res.status(500).type('html').send(lastResort)
    }
  }
}

/** The pattern of the route, for the log, because the address itself can contain a token. */
const routeOf = ({ route }: Request): string | null => (route as { path?: string } | undefined)?.path ?? null

async function showResponse(res: Response, response: ErrorResponse, error: unknown): Promise<void> {
  const { t } = res.locals
  const typed = showsEnteredText(res, error) ? await enteredTextOf(res, response.status) : null
  const hasText = typed !== null && typed.texts.length > 0
  const sentences = isSignInWithoutRoom(res, error)
    ? { heading: t('refused.no_room.heading'), text: [t('refused.no_room.sign_in')] }
    : sentencesOf(t, response.words, error, hasText)
  const said = { ...sentences, link: wayOn(t, error), reference: null }
  show(res.status(response.status), { ...said, signIn: signInFirst(t, error) }, typed, {
    isByOther: error instanceof OpenedByOther,
    mustDeclare: error instanceof NotDeclared,
  })
}

/** The link to sign in or out; null when neither is needed before the form is sent again. */
function signInFirst(t: T, error: unknown): KeptPage['signIn'] {
  if (error instanceof OpenedByOther) return { text: t('refused.kept.sign_out'), href: '/sign-out' }
  return error instanceof SignInFirst ? { text: t('refused.kept.sign_in'), href: '/sign-in' } : null
}

/**
 * Shows the error page for the status of the response. A 404 page does not mention the requested address, because
 * hidden and missing pages must look the same.
 * @param isByOther whether a different person entered the text; the page hides it if that person can send it again
 * @param mustDeclare whether the page links to the declaration instead of the form
 */
function show(
  res: Response,
  said: Omit<KeptPage, 'typed' | 'again'>,
  typed: EnteredText | null,
  { isByOther = false, mustDeclare = false } = {},
): void {
  const { t } = res.locals
  const title = said.heading
  res.locals.conflict = null
  if (!typed) return page(res, 'errors/error', { title, ...said })
  const open =
    res.statusCode === 404
      ? { text: t('refused.start'), href: '/' }
      : { text: t('refused.kept.open'), href: res.locals.pageToOpen ?? '/' }
  const next = mustDeclare ? said.link : open
  const link = typed.again ? null : next
  const again = typed.again && { action: res.req.originalUrl, fields: typed.again }
  page(res, 'errors/kept', { title, ...said, typed: isByOther && again ? null : typed, again, link })
}

/**
 * Whether the error page shows the entered text. It does not:
 * - when the disk is too full to sign in, because the password is left out and the form could not be sent again
 * - after a failed same-origin check of a form with files
 * - before it is known who is signed in, unless the service is busy or the database cannot be reached
 */
function showsEnteredText(res: Response, error: unknown): boolean {
  if (isSignInWithoutRoom(res, error)) return false
  if (error instanceof ForeignRequest) return !res.req.is('multipart/form-data')
  return 'actor' in res.locals || error instanceof Busy || isOverload(error) || isConnectionLost(error)
}

const isSignInWithoutRoom = (res: Response, error: unknown): boolean =>
  error instanceof NoRoom && routeOf(res.req) === '/sign-in'

/** @param hasText whether the page shows text that the person entered */
function sentencesOf(t: T, words: RefusalKey, error: unknown, hasText: boolean): { heading: string; text: string[] } {
  if (error instanceof Stale && !hasText)
    return { heading: t('refused.stale.heading'), text: [t('refused.not_now.text')] }
  const unmet =
    error instanceof MoveRefused
      ? error.unmet.map(guard => t(`application.guard.${guard}` as 'refused.not_now.text'))
      : []
  return { heading: t(`refused.${words}.heading`), text: [sentenceOf(t, words, error), ...unmet] }
}

/** In seconds. An hourly limit can refuse someone for longer than an hour, but for less than two. */
const [aFewMinutes, twoHours] = [600, 7_200]
type KeyWithParams = 'item_sorted' | 'other_date' | 'foreign' | 'too_large' | 'decided_already' | 'opened_by_other'

function sentenceOf(t: T, words: RefusalKey, error: unknown): string {
  if (error instanceof ForeignRequest) return t('refused.foreign.text', { address: error.address })
  if (error instanceof OpenedByOther) return t('refused.opened_by_other.text', { name: error.signedInAs })
  if (error instanceof DecidedAlready)
    return t('refused.decided_already.text', { name: error.by, when: dayAndTime(t, error.at) })
  if (error instanceof SortedAlready) return sortedSentence(t, error.sorted)
  if (error instanceof OtherDate)
    return t('refused.other_date.text', { read: dayAndTime(t, error.read), now: dayAndTime(t, error.now) })
  if (error instanceof TooMany && error.seconds > twoHours) return t('refused.too_many.tomorrow')
  if (error instanceof TooMany && error.seconds > aFewMinutes) return t('refused.too_many.hour')
  if (words === 'too_large') {
    const limit = (error instanceof TooLarge ? error.limit : null) ?? fileLimits.bytes
    return t('refused.too_large.text', { size: t('size.megabytes', { size: number(t, limit / 1024 ** 2) }) })
  }
  return t(`refused.${words as Exclude<RefusalKey, KeyWithParams>}.text`)
}

function sortedSentence(t: T, { as, by, at }: Sorted): string {
  const when = dayAndTime(t, at)
  return by === null ? t('refused.item_sorted.old', { when }) : t(`refused.item_sorted.${as}`, { name: by, when })
}

const readersPage = ({ organisationId }: ReadersNotConfirmed): string => `/organisations/${organisationId}/readers`

function wayOn(t: T, error: unknown) {
  if (error instanceof ReadersNotConfirmed)
    return { text: t('refused.readers_not_confirmed.link'), href: readersPage(error) }
  if (error instanceof FindingsFirst)
    return { text: t('refused.findings_first.link'), href: `/applications/${error.applicationId}/appraisal` }
  if (error instanceof NotOpen) return { text: t(`refused.${error.why}.link`), href: error.address }
  if (error instanceof SortedAlready)
    return error.sorted.evidenceId === null
      ? null
      : { text: t('refused.item_sorted.link'), href: `/evidence/${error.sorted.evidenceId}` }
  return error instanceof NotDeclared
    ? { text: t('refused.not_declared.link'), href: `/applications/${error.applicationId}/declaration` }
    : null
}

async function showBug(res: Response, log: Logger, error: unknown): Promise<void> {
  const reference = randomBytes(5).toString('hex')
  log.error({ reference, err: error instanceof Error ? error.stack : String(error) }, 'a bug')
  const { t } = res.locals
  const typed = showsEnteredText(res, error) ? await enteredTextOf(res, 500) : null
  show(
    res.status(500),
    { heading: t('refused.bug.heading'), text: [t('refused.bug.text')], link: null, reference, signIn: null },
    typed,
  )
}
