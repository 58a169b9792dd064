import { runLookups } from '../../../db/lookups.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import type { Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { movesOfferedTo, panelNamesCheck } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { refuseIfDecided } from '../decisions/decision.actions.ts'
import { organisationTLookup } from '../letters/letter.store.ts'
import { confirmRenewal } from './confirmation.actions.ts'
import { confirmationForm, confirmationTexts } from './confirmation.forms.ts'
import { confirmationPage, formToConfirm } from './confirmation.pages.ts'
import { lastReversal } from '../reviews/review.store.ts'
import { renewalFrom, renewalLookups } from './confirmation.store.ts'

/** The form with which one trustee confirms a light renewal. Its page is at /applications/:id/decision. */
export const confirmationRoutes = (parts: Parts): Route[] => [
  submitForm(parts, {
    path: '/applications/:id/confirmation',
    permission: 'decision.make',
    load: async ({ db, actor, permission, params }) => {
      const application = await findApplication(db, actor, 'decision.read', params.id)
      if (application.kind !== 'renewal') throw new NotFound()
      await refuseIfDecided(db, actor, application)
      if (!canBeConfirmed(application)) throw new Stale() // for example, it has been put on hold or passed to a panel
      if (!can(actor, permission, application)) throw new Forbidden(permission)
      return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
    },
    form: ({ t, today }, { application, framework }, values) => {
      const items = criteriaAskedBy(framework, application.kind)
      return confirmationForm(t, framework, { items, today }, { values, errors: [] })
    },
    check: panelNamesCheck(confirmationTexts),
    act: (work, { application }, { data }) => confirmRenewal(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/decision`,
      notice: t('confirmations.done'),
    }),
    redraw: async (asking, { application }, form) =>
      show('appraisal/confirmations/edit', await confirmationPageOf(asking, application, form)),
    redrawStale: async (asking, { application }, form) =>
      show('appraisal/confirmations/edit', await confirmationPageOf(asking, application, form, true)),
  }),
]

/** Whether one trustee can confirm this application: a light renewal with the status `checked`. */
export const canBeConfirmed = ({ kind, status }: Pick<ApplicationRecord, 'kind' | 'status'>): boolean =>
  kind === 'renewal' && status === 'checked'

/**
 * @param form the entered values; without it the page suggests a letter
 * @param isStale whether the renewal has changed since it was read; the form then carries the new version number
 * @throws NotFound when nothing was submitted
 */
export async function confirmationPageOf(
  { db, t, actor, today, at }: Pick<FormRequest, 'db' | 't' | 'actor' | 'today' | 'at'>,
  application: ApplicationRecord,
  form?: Form,
  isStale = false,
) {
  const { organisationT, reversal, ...found } = await runLookups(db, {
    ...renewalLookups(db, application),
    reversal: can(actor, 'decision_request.read', application) ? lastReversal(db, application.id) : null,
    organisationT: organisationTLookup(db, application),
  })
  const renewal = await renewalFrom(db, actor, { application, today }, found)
  if (!renewal) throw new NotFound()
  const offer = (await movesOfferedTo(db, actor, application, { at })).find(({ move }) => move === 'confirm')
  const suggested = formToConfirm(organisationT, renewal)
  const { version } = suggested.values
  const shown = form && isStale ? { ...form, values: { ...form.values, version: version ?? '' } } : (form ?? suggested)
  return confirmationPage(t, actor, renewal, { unmet: offer?.unmet ?? [], form: shown, isStale, reversal, today })
}
