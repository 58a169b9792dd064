import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemById } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { earlierTargets, settingTargets, type Target } from '../../../domain/target.ts'
import type { Parts } from '../../../parts.ts'
import type { Link } from '../../../web/components.ts'
import type { Form } from '../../../web/form.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { findOrganisation, teamOf } from '../../organisations/organisations.public.ts'
import { isWrittenOnOnePage } from '../checking-answers/places.pages.ts'
import { addTarget, changeTarget, recordProgress, removeTarget } from './target.actions.ts'
import { deletionForm, progressForm, targetForm } from './target.forms.ts'
import { deletionPage, progressPage, targetList, targetPage, targetsAddress } from './target.pages.ts'
import { findTarget, targetsOf } from './target.store.ts'

const linesOnAPage = 50

export const targetRoutes = (parts: Parts): Route[] => [
  ...listRoutes(parts),
  ...changeRoutes(parts),
  ...progressRoutes(parts),
  ...deletionRoutes(parts),
]

const listRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/targets', 'target.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const shown = queryText(req, 'show') === 'ended' ? 'ended' : 'open'
    const after = placeAfter(req, 'place', 'id')
    const all = await targetsOf(parts.db, organisation, { show: shown, after, limit: linesOnAPage + 1 })
    const address = shown === 'ended' ? `${targetsAddress(organisation)}?show=ended` : targetsAddress(organisation)
    const { lines, next } = pageOf(all, linesOnAPage, address, ({ id, dueOn, progressAt }) => ({
      place: shown === 'open' ? dueOn : (progressAt ?? ''),
      id,
    }))
    const mayWrite = organisation.closedAt === null && can(actorOf(res), 'target.write', organisation)
    const model = targetList(t, { organisation, targets: lines, next, show: shown, mayWrite, today })
    page(res, 'applications/targets/list', model)
  }),

  get('/organisations/:id/targets/new', 'target.write', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await aboutNew(asked(parts, req, res, permission))
    page(res, 'applications/targets/edit', targetPage(t, { ...about, today }, null))
  }),

  submitForm(parts, {
    path: '/organisations/:id/targets/new',
    permission: 'target.write',
    load: aboutNew,
    form: ({ t, today }, about) => targetForm(t, { ...about, today }),
    act: (work, { organisation }, { data }) => addTarget(work, organisation, data),
    done: (t, { back }) => ({ address: back.href, notice: t('targets.add.done') }),
    redraw: ({ t, today }, about, form) => show('applications/targets/edit', targetPage(t, { ...about, today }, form)),
  }),
]

const changeRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/targets/:targetId', 'target.write', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await aboutOne(asked(parts, req, res, permission))
    page(res, 'applications/targets/edit', targetPage(t, { ...about, today }, null))
  }),

  submitForm(parts, {
    path: '/organisations/:id/targets/:targetId',
    permission: 'target.write',
    load: aboutOne,
    form: ({ t, today }, about) => targetForm(t, { ...about, today }),
    act: (work, { target }, { data }) => changeTarget(work, target, data),
    done: (t, { back }) => ({ address: back.href, notice: t('targets.change.done') }),
    redraw: ({ t, today }, about, form) => show('applications/targets/edit', targetPage(t, { ...about, today }, form)),
    redrawStale: ({ t, today }, about, form) => {
      const again = readAgain(t, about.target, form, 'body')
      return show('applications/targets/edit', targetPage(t, { ...about, saved: about.target, today }, again))
    },
  }),
]

const progressRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/targets/:targetId/progress', 'target.write', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await aboutOne(asked(parts, req, res, permission))
    page(res, 'applications/targets/progress', progressPage(t, { ...about, today }, null))
  }),

  submitForm(parts, {
    path: '/organisations/:id/targets/:targetId/progress',
    permission: 'target.write',
    load: aboutOne,
    form: ({ t }) => progressForm(t),
    act: (work, { target }, { data }) => recordProgress(work, target, data),
    done: (t, { back }) => ({ address: back.href, notice: t('targets.progress.done') }),
    redraw: ({ t, today }, about, form) =>
      show('applications/targets/progress', progressPage(t, { ...about, today }, form)),
    redrawStale: ({ t, today }, about, form) => {
      const again = readAgain(t, about.target, form, 'progress')
      return show('applications/targets/progress', progressPage(t, { ...about, saved: about.target, today }, again))
    },
  }),
]

const deletionRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/targets/:targetId/deletion', 'target.write', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await aboutOne(asked(parts, req, res, permission))
    page(res, 'applications/targets/deletion', deletionPage(t, { ...about, today }))
  }),

  submitForm(parts, {
    path: '/organisations/:id/targets/:targetId/deletion',
    permission: 'target.write',
    load: aboutOne,
    form: ({ t }) => deletionForm(t),
    act: (work, { target }, { data }) => removeTarget(work, target, data),
    done: (t, { back }) => ({ address: back.href, notice: t('targets.delete.done') }),
    redraw: ({ t, today }, about) => show('applications/targets/deletion', deletionPage(t, { ...about, today })),
  }),
]

/** The entered form with the version number of the saved target. Saving again then replaces the saved target. */
const readAgain = (t: T, { version }: Target, form: Form, field: string): Form => ({
  values: { ...form.values, version: String(version) },
  errors: [{ field, message: t('targets.stale') }],
})

type Asked = Pick<FormRequest, 'db' | 'actor' | 'query' | 't'> & { permission: 'target.write' }

/** Builds the argument that a form would pass to `aboutNew` and `aboutOne`, so that a page can call them too. */
const asked = <Params>(
  { db }: Parts,
  { params, query }: { params: Params; query: FormRequest['query'] },
  res: Response,
  permission: 'target.write',
) => ({ db, actor: actorOf(res), permission, params, query, t: res.locals.t })

async function aboutNew({ db, actor, permission, params, query, t }: Asked & { params: { id: string } }) {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  return {
    organisation,
    target: null,
    members: await ownersIn(db, organisation),
    back: await backTo(db, { actor, organisation, query, t }),
    from: fromOf(query),
  }
}

async function aboutOne({
  db,
  actor,
  permission,
  params,
  query,
  t,
}: Asked & { params: { id: string; targetId: string } }) {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  return {
    organisation,
    target: await findTarget(db, organisation, params.targetId),
    members: await ownersIn(db, organisation),
    back: await backTo(db, { actor, organisation, query, t }),
    from: fromOf(query),
  }
}

/** The query string for links to other pages of the target, so that they return to the same page. */
function fromOf(query: FormRequest['query']): string {
  const given = ['application', 'item'].map(name => [name, queryText({ query }, name)] as [string, string])
  const kept = new URLSearchParams(given.filter(([, value]) => value !== '')).toString()
  return kept === '' ? '' : `?${kept}`
}

/** The people who can own a target: everyone on the team who can sign in. */
async function ownersIn(db: Db | Tx, organisation: Organisation): Promise<{ id: string; name: string }[]> {
  const active = (await teamOf(db, organisation)).filter(({ isActive }) => isActive)
  return [...new Map(active.map(({ personId: id, name }) => [id, { id, name }])).values()]
}

/**
 * A link back to the application that the person came from, if it belongs to this library; otherwise a link to all
 * targets.
 */
async function backTo(
  db: Db | Tx,
  { actor, organisation, query, t }: { actor: Actor; organisation: Organisation; query: FormRequest['query']; t: T },
): Promise<Link> {
  const list = { text: t('targets.title'), href: targetsAddress(organisation) }
  const id = queryText({ query }, 'application')
  if (!looksLikeId(id)) return list
  try {
    const application = await findApplication(db, actor, 'answer.read', id)
    if (application.organisationId !== organisation.id) return list
    const text = t(`application.kind.${application.kind}`)
    const address = `/applications/${application.id}`
    if (isWrittenOnOnePage(application)) return { text, href: `${address}#targets` }
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const item = itemById(framework, queryText({ query }, 'item') === 'earlier' ? earlierTargets : settingTargets)
    return { text, href: item ? `${address}/criteria/${item.code}#targets` : address }
  } catch (refusal) {
    if (refusal instanceof NotFound || refusal instanceof Forbidden) return list
    throw refusal
  }
}
