import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationPermission } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { agree, withdrawAgreement } from './agreement.actions.ts'
import { agreementForm } from './agreement.forms.ts'
import { agreementPage, type AboutAgreement } from './agreement.pages.ts'
import { agreementsOn } from './agreement.store.ts'
import { caseOf } from './case.store.ts'

/** A lead agrees that appraisers can practise on an application, or withdraws the agreement. */
export const agreementRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/calibration/agreement', 'calibration_agreement.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const about = await loadAgreement(parts.db, actor, permission, req.params.id)
    page(res, 'appraisal/calibration/agreement', agreementPage(res.locals.t, actor, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration/agreement',
    permission: 'calibration_agreement.give',
    load: ({ db, actor, permission, params }) => loadAgreement(db, actor, permission, params.id),
    form: ({ t }) => agreementForm(t),
    act: (work, { application }) => agree(work, application),
    done: (t, { application }) => ({
      address: agreementAddress(application),
      notice: t('calibration.agreement.agreed'),
    }),
    redraw: ({ t, actor }, about, form) =>
      show('appraisal/calibration/agreement', agreementPage(t, actor, about, form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration/agreement/withdrawal',
    permission: 'calibration_agreement.withdraw',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    act: (work, application) => withdrawAgreement(work, application),
    done: (t, application) => ({
      address: agreementAddress(application),
      notice: t('calibration.agreement.withdrawn'),
    }),
  }),
]

const agreementAddress = ({ id }: { id: string }): string => `/applications/${id}/calibration/agreement`

/** @throws as `findApplication` does */
async function loadAgreement(
  db: Db | Tx,
  actor: Actor,
  permission: ApplicationPermission,
  id: string,
): Promise<AboutAgreement> {
  const application = await findApplication(db, actor, permission, id)
  const example = await caseOf(db, application)
  return {
    application,
    agreements: await agreementsOn(db, application),
    published: example?.published
      ? { example, framework: await frameworkVersion(db, example.frameworkVersionId) }
      : null,
  }
}
