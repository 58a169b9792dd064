import { seatOf, type Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { Form } from '../../../web/form.ts'
import { type ApplicationRecord, applicationById, findApplication } from '../../access/access.public.ts'
import { confirmIndependence, declare, declareConflictLater } from './declaration.actions.ts'
import { declarationForm, independenceForm, laterConflictForm } from './declaration.forms.ts'
import { asksIndependence, declarationPage } from './declaration.pages.ts'
import { beforeDeclaring } from './declaration.store.ts'

/**
 * Panel members, their helpers and interpreters, coordinators and trustees declare for themselves. After declaring a
 * conflict, a person cannot open the application.
 */
export const declarationRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/declaration', 'application.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    if (!can(actor, 'declaration.make', application) && !can(actor, 'declaration.change', application))
      throw new Forbidden('declaration.make')
    const about = await beforeDeclaring(parts.db, application)
    page(res, 'appraisal/declarations/edit', declarationPage(res.locals.t, actor, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/declaration',
    permission: 'declaration.make',
    load: async ({ db, actor, permission, params }) => {
      const application = await findApplication(db, actor, 'application.know', params.id)
      if (can(actor, 'declaration.change', application)) throw new Stale() // already declared in another window
      if (!can(actor, permission, application)) throw new Forbidden(permission)
      return application
    },
    form: ({ t, actor }, application) => declarationForm(t, asksIndependence(actor, application)),
    act: async (work, application, { data }) => {
      await declare(work, application, data)
      const declared = await applicationById(work.trx, application.id)
      return addressAfter(work.actor, declared ?? application)
    },
    done: (t, application, { data, result: address }) =>
      data.says === 'conflict'
        ? { address: '/home', notice: t('declarations.done.conflict', { organisation: application.organisationName }) }
        : { address, notice: t('declarations.done') },
    redraw,
  }),

  submitForm(parts, {
    path: '/applications/:id/declaration/conflict',
    permission: 'declaration.change',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => laterConflictForm(t),
    act: (work, application, { data }) => declareConflictLater(work, application, data.reason),
    done: (t, { organisationName }) => ({
      address: '/home',
      notice: t('declarations.done.conflict', { organisation: organisationName }),
    }),
    redraw,
  }),

  submitForm(parts, {
    path: '/applications/:id/declaration/independence',
    permission: 'declaration.change',
    load: async ({ db, actor, permission, params }) => {
      const application = await findApplication(db, actor, permission, params.id)
      if (!asksIndependence(actor, application)) throw new Stale() // already confirmed in another window
      return application
    },
    form: ({ t }) => independenceForm(t),
    act: (work, application, { data }) => confirmIndependence(work, application, data.independent === 'yes'),
    done: (t, { id }) => ({ address: `/applications/${id}`, notice: t('declarations.done.independence') }),
    redraw,
  }),
]

/**
 * The next page after declaring no conflict: the appraisal for a member, the decision for a trustee, or else the
 * application.
 */
function addressAfter(actor: Actor, application: ApplicationRecord): string {
  const address = `/applications/${application.id}`
  if (seatOf(actor, application) && can(actor, 'appraisal.read', application)) return `${address}/appraisal`
  return can(actor, 'decision.make', application) ? `${address}/decision` : address
}

async function redraw(
  { db, t, actor }: Pick<FormRequest, 'db' | 't' | 'actor'>,
  application: ApplicationRecord,
  form: Form,
) {
  return show('appraisal/declarations/edit', declarationPage(t, actor, await beforeDeclaring(db, application), form))
}
