import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { correctVisit, noteVisit } from './visit.actions.ts'
import { visitForm } from './visit.forms.ts'
import { visitPage, visitsPage } from './visit.pages.ts'
import { findVisitNote, visitNotesOn } from './visit.store.ts'

export const visitRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/visits', 'visit_note.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const visits = await visitsOf(parts.db, actor, permission, req.params.id)
    page(res, 'appraisal/visits/visits', visitsPage(res.locals.t, actor, visits))
  }),

  submitForm(parts, {
    path: '/applications/:id/visits',
    permission: 'visit_note.write',
    load: ({ db, actor, permission, params }) => visitsOf(db, actor, permission, params.id),
    form: ({ t, today }) => visitForm(t, today),
    act: (work, { application }, { data }) => noteVisit(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/visits`,
      notice: t('visits.saved'),
    }),
    redraw: ({ t, actor }, visits, form) => show('appraisal/visits/visits', visitsPage(t, actor, visits, form)),
  }),

  get('/applications/:id/visits/:visitId', 'visit_note.write', async (req, res, permission) => {
    const visit = await visitOf(parts.db, actorOf(res), permission, req.params)
    page(res, 'appraisal/visits/visit', visitPage(res.locals.t, visit))
  }),

  submitForm(parts, {
    path: '/applications/:id/visits/:visitId',
    permission: 'visit_note.write',
    load: ({ db, actor, permission, params }) => visitOf(db, actor, permission, params),
    form: ({ t, today }) => visitForm(t, today),
    act: (work, { application, note }, { data }) => correctVisit(work, { application, noteId: note.id }, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/visits`,
      notice: t('visits.saved'),
    }),
    redraw: ({ t }, visit, form) => show('appraisal/visits/visit', visitPage(t, visit, { form, isStale: false })),
    redrawStale: ({ t }, visit, form) => show('appraisal/visits/visit', visitPage(t, visit, { form, isStale: true })),
  }),
]

async function visitsOf(db: Db | Tx, actor: Actor, permission: 'visit_note.read' | 'visit_note.write', id: string) {
  const application = await findApplication(db, actor, permission, id)
  return { application, notes: await visitNotesOn(db, application) }
}

async function visitOf(
  db: Db | Tx,
  actor: Actor,
  permission: 'visit_note.write',
  { id, visitId }: { id: string; visitId: string },
) {
  const application = await findApplication(db, actor, permission, id)
  return { application, note: await findVisitNote(db, application, visitId) }
}
