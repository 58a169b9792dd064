import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation, organisationLines } from '../../organisations/organisations.public.ts'
import { countMoving } from '../merged-rows/merged-rows.store.ts'
import {
  answerMerge,
  finishMerge,
  pairOf,
  sidesMissing,
  sidesToAnswer,
  startMerge,
  withdrawMerge,
} from './merge.actions.ts'
import { answerForm, finishForm, mergeForm } from './merge.forms.ts'
import { chooseSurvivorPage, mergePage, newMergePage, type MergeShown, type NewMerge } from './merge.pages.ts'
import { findMerge, type Merge } from './merge.store.ts'

const mostShown = 20

/** Merges an organisation into another. */
export const mergeRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/merge', 'organisation.merge', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const search = queryText(req, 'name')
    const by = { search, after: null, limit: mostShown, today: res.locals.today, openOnly: true }
    const lines = search === '' ? [] : await organisationLines(parts.db, by)
    const isEmpty = search === '' && 'name' in req.query
    const view = chooseSurvivorPage(res.locals.t, { organisation, search, isEmpty, lines })
    page(res.status(isEmpty ? 422 : 200), 'site/merges/choose', view)
  }),

  get('/organisations/:id/merge/:intoId', 'organisation.merge', async (req, res) => {
    const about = await loadPair({ db: parts.db, actor: actorOf(res), at: parts.clock.now() }, req.params)
    page(res, 'site/merges/new', newMergePage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/organisations/:id/merge/:intoId',
    permission: 'organisation.merge',
    load: asking => loadPair(asking, asking.params),
    form: ({ t }) => mergeForm(t),
    act: (work, { pair }, { data }) =>
      startMerge(work, { fromId: pair.from.id, intoId: pair.into.id, reason: data.reason }),
    done: (t, { pair: { from, into } }, { result: waiting }) =>
      waiting
        ? { address: `/merges/${waiting}`, notice: t('merges.asked') }
        : { address: `/organisations/${into.id}`, notice: t('merges.done', { from: from.name, into: into.name }) },
    redraw: ({ t }, about, form) => show('site/merges/new', newMergePage(t, about, form)),
  }),

  get('/merges/:id', 'merge.read', async (req, res) => {
    const shown = await loadMerge({ db: parts.db, actor: actorOf(res), at: parts.clock.now() }, req.params.id)
    page(res, 'site/merges/show', mergePage(res.locals.t, shown))
  }),

  submitForm(parts, {
    path: '/merges/:id/answer',
    permission: 'merge.answer',
    load: ({ db, actor, permission, params }) => findMerge(db, actor, permission, params.id),
    form: ({ t }) => answerForm(t),
    act: (work, merge, { data }) => answerMerge(work, merge, data.answer === 'agree'),
    done: (t, { id }) => ({ address: `/merges/${id}`, notice: t('merges.answer.done') }),
    redraw,
  }),

  submitForm(parts, {
    path: '/merges/:id/completion',
    permission: 'merge.finish',
    load: ({ db, actor, permission, params }) => findMerge(db, actor, permission, params.id),
    form: ({ t }) => finishForm(t),
    act: (work, merge) => finishMerge(work, merge),
    done: (t, { intoId, fromName, intoName }) => ({
      address: `/organisations/${intoId}`,
      notice: t('merges.done', { from: fromName, into: intoName }),
    }),
    redraw: (asking, merge: Merge, form) => redraw(asking, merge, form),
  }),

  submitForm(parts, {
    path: '/merges/:id/withdrawal',
    permission: 'merge.finish',
    load: ({ db, actor, permission, params }) => findMerge(db, actor, permission, params.id),
    act: (work, merge) => withdrawMerge(work, merge),
    done: (t, { id }) => ({ address: `/merges/${id}`, notice: t('merges.withdraw.done') }),
  }),
]

type Reading = Pick<FormRequest, 'db' | 'actor' | 'at'>

/** @throws NotFound or Forbidden as `findOrganisation` does, for either organisation */
async function loadPair({ db, actor, at }: Reading, params: { id: string; intoId: string }): Promise<NewMerge> {
  const from = await findOrganisation(db, actor, 'organisation.merge', params.id)
  const into = await findOrganisation(db, actor, 'organisation.merge', params.intoId)
  const pair = await pairOf(db, { fromId: from.id, intoId: into.id }, { now: at })
  const { otherMerge } = pair
  return {
    pair,
    moving: await countMoving(db, actor, from),
    canOpenOther: otherMerge !== null && can(actor, 'merge.read', otherMerge),
  }
}

async function loadMerge({ db, actor, at }: Reading, id: string): Promise<MergeShown> {
  const merge = await findMerge(db, actor, 'merge.read', id)
  const pair = await pairOf(db, merge, { now: at, except: merge.id })
  const may = { answer: sidesToAnswer(merge, pair, actor).length > 0, finish: can(actor, 'merge.finish', merge) }
  const moving = await countMoving(db, actor, { id: merge.fromId, isForLibrary: !may.finish })
  return { merge, pair, moving, may, missing: sidesMissing(merge, pair) }
}

async function redraw(asking: Reading & Pick<FormRequest, 't'>, { id }: { id: string }, form: Form) {
  return show('site/merges/show', mergePage(asking.t, await loadMerge(asking, id), form))
}
