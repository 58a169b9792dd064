import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { sentForm, type SentForm } from '../../../web/idempotency.ts'
import type { Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { show, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { allStreams } from '../../frameworks/frameworks.public.ts'
import { filtersIn } from '../renewals-board/renewals-board.pages.ts'
import { linesOfAwards } from '../renewals-board/board-line.store.ts'
import { boardIds } from '../renewals-board/renewals-board.store.ts'
import { extendAward, forEachAward, remindLeads } from './renewals-bulk.actions.ts'
import { awardsMax, chosenForm, extensionForm, untilForm, type ExtensionGiven } from './renewals-bulk.forms.ts'
import { donePage, extensionCheck, extensionPage, reminderPage, type Chosen } from './renewals-bulk.pages.ts'
import { resultsOfForm, wasSentWithOtherText } from './renewals-bulk.store.ts'

/**
 * Extends several awards, or reminds their leads. The POST routes do not use `submitForm`, because each award has its
 * own transaction. They treat a form that is sent again as `submitForm` does.
 */
export const renewalsBulkRoutes = (parts: Parts): Route[] => [
  get('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const chosen = await chosenBy(parts.db, actor, req, today)
    if (!('until-day' in req.query))
      return page(res, 'overview/renewals-bulk/extension', extensionPage(t, actor, chosen))
    const { data, form } = parseForm(untilForm(t, today), req.query)
    if (form) return page(res.status(422), 'overview/renewals-bulk/extension', extensionPage(t, actor, chosen, form))
    page(res, 'overview/renewals-bulk/extension-check', extensionCheck(t, actor, { ...chosen, until: data.until }))
  }),

  post('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const extension = await readExtension(parts.db, actor, req, res.locals)
    if ('refused' in extension) return page(res.status(422), extension.refused.view, extension.refused.model)
    const { given, sent } = extension
    await forEachAward(parts, actor, { awards: given.award, sent }, (work, award) => extendAward(work, award, given))
    res.redirect(303, given.award.length > 0 ? `/renewals/done/${sent.key}?of=extension` : '/renewals')
  }),

  get('/renewals/reminder', 'renewals.manage', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const chosen = await chosenBy(parts.db, actor, req, today)
    page(res, 'overview/renewals-bulk/reminder', reminderPage(t, actor, chosen, today))
  }),

  post('/renewals/reminder', 'renewals.manage', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const { award: awards } = chosenForm.parse(req.body ?? {})
    const sent = sentWithKey(req.body)
    await forEachAward(parts, actor, { awards, sent }, remindLeads)
    res.redirect(303, awards.length > 0 ? `/renewals/done/${sent.key}?of=reminder` : '/renewals')
  }),

  get('/renewals/done/:key', 'renewals.manage', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    if (!/^[a-z2-7]{20}$/.test(req.params.key)) throw new NotFound()
    const done = await resultsOfForm(parts.db, actor, req.params.key)
    if (done.size === 0) throw new NotFound()
    const lines = await linesOfAwards(parts.db, actor, [...done.keys()])
    const action = queryText(req, 'of') === 'reminder' ? 'reminder' : 'extension'
    page(res, 'overview/renewals-bulk/done', donePage(res.locals.t, lines, { done, action }))
  }),
]

type Extension = { refused: TemplateView } | { given: ExtensionGiven; sent: SentForm }

/** @returns the extension as entered, or the page with the errors */
async function readExtension(
  db: Db,
  actor: Actor,
  { body }: Pick<Request, 'body'>,
  { t, today }: { t: T; today: Day },
): Promise<Extension> {
  const chosen = await chosenAwards(db, actor, idsOf(chosenForm.parse(body ?? {}).award))
  const { data: date, form: wrongDate } = parseForm(untilForm(t, today), body)
  if (wrongDate)
    return { refused: show('overview/renewals-bulk/extension', extensionPage(t, actor, chosen, wrongDate)) }
  const refusedWith = (form: Form): Extension => ({
    refused: show(
      'overview/renewals-bulk/extension-check',
      extensionCheck(t, actor, { ...chosen, until: date.until }, form),
    ),
  })
  const { data, form } = parseForm(extensionForm(t, today), body)
  if (form) return refusedWith(form)
  const sent = sentWithKey(body)
  if (await wasSentWithOtherText(db, actor, sent))
    return refusedWith(withError(body, { field: 'reason', message: t('refused.sent_before') }))
  return { given: data, sent }
}

/**
 * Reads the form. Adds an idempotency key if the form has none, because the address of the results page contains the
 * key. Our own pages always send one.
 */
function sentWithKey(body: unknown): SentForm {
  const sent = sentForm(body)
  return { ...sent, key: sent.key || newId() }
}

const idsOf = (awards: readonly { id: string }[]): string[] => awards.map(({ id }) => id)

/** The ticked awards or, when the person chose all, the awards that match the filters; at most `awardsMax`. */
async function chosenBy(db: Db, actor: Actor, req: Pick<Request, 'query'>, today: Day): Promise<Chosen> {
  const { award: awards } = chosenForm.parse(req.query)
  if (awards.length > 0 || queryText(req, 'show') === '') return chosenAwards(db, actor, idsOf(awards))
  const filters = filtersIn(req, await allStreams(db))
  const ids = await boardIds(db, actor, { filters, today, after: null, limit: awardsMax + 1 })
  return { ...(await chosenAwards(db, actor, ids.slice(0, awardsMax))), isCut: ids.length > awardsMax }
}

const chosenAwards = async (db: Db, actor: Actor, ids: readonly string[]): Promise<Chosen> => ({
  lines: await linesOfAwards(db, actor, ids),
  isCut: false,
})
