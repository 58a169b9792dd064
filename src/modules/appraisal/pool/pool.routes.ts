import { looksLikeId } from '../../../db/ids.ts'
import { seatKinds } from '../../../domain/application.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { valueOf } from '../../../web/form.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../../access/access.public.ts'
import { inviteToPool } from './pool.actions.ts'
import { bulkForm, linesIn } from './pool.forms.ts'
import { bulkPage, onePage, poolAddress, poolPage } from './pool.pages.ts'
import { findInPool, knownInPool, poolFrom } from './pool.store.ts'

const linesOnAPage = 50

/** The pool of appraisers, for coordinators. */
export const poolRoutes = (parts: Parts): Route[] => [
  get('/pool', 'pool.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { t, today } = res.locals
    const search = queryText(req, 'search', 100)
    const kind = seatKinds.find(each => each === queryText(req, 'kind')) ?? null
    const after = placeAfter(req, 'name', 'id')
    const filter = { after, search, kind, now: parts.clock.now(), limit: linesOnAPage + 1 }
    const found = await poolFrom(parts.db, filter)
    const address = poolAddress({ search, kind })
    const { lines, next } = pageOf(found, linesOnAPage, address, ({ name, id }) => ({ name, id }))
    page(res, 'appraisal/pool/list', poolPage(t, { lines, next, search, kind, today }))
  }),

  get('/pool/invitations/new', 'pool.invite', async (_req, res, permission) => {
    allow(actorOf(res), permission)
    const shown = { isConfirmed: isConfirmed(res.locals.signIn, parts.clock.now()), known: new Map() }
    page(res, 'appraisal/pool/invite', bulkPage(res.locals.t, shown))
  }),

  submitForm(parts, {
    path: '/pool/invitations/new',
    permission: 'pool.invite',
    load: async ({ actor, permission }) => allow(actor, permission),
    confirm: () => confirmPassword(parts),
    form: ({ t }) => bulkForm(t),
    act: (work, _about, { data }) => inviteToPool(work, data.people),
    done: (t, _about, { result: count }) => ({ address: '/pool', notice: t('pool.bulk.done', { count }) }),
    redraw: async ({ t, db, isConfirmed }, _about, form) => {
      const known = await knownInPool(db, emailsIn(valueOf(form, 'people')))
      return show('appraisal/pool/invite', bulkPage(t, { isConfirmed, known, form }))
    },
  }),

  get('/pool/:id', 'pool.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    if (!looksLikeId(req.params.id)) throw new NotFound()
    const { line, employers } = await findInPool(parts.db, req.params.id, parts.clock.now())
    page(res, 'appraisal/pool/one', onePage(res.locals.t, line, { employers, today: res.locals.today }))
  }),
]

const emailsIn = (pasted: string): string[] => linesIn(pasted.slice(0, 20_000)).map(({ email }) => email)
