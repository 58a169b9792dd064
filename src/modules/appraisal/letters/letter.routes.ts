import type { Db, Tx } from '../../../db/connection.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { decisionOn } from '../decisions/decision.store.ts'
import { editLetter } from './letter.actions.ts'
import { letterForm } from './letter.forms.ts'
import { letterPage, type LetterCase } from './letter.pages.ts'
import { goesOutOn, letterFacts, organisationT } from './letter.store.ts'

export const letterRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/decision/letter', 'decision_letter.release', async (req, res, permission) => {
    const { t, today } = res.locals
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'appraisal/letters/edit', letterPage(t, await heldLetter(parts.db, application, today)))
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/letter',
    permission: 'decision_letter.release',
    load: async ({ db, actor, permission, params, today }) =>
      heldLetter(db, await findApplication(db, actor, permission, params.id), today),
    form: ({ t }) => letterForm(t),
    act: (work, { application }, { data }) => editLetter(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/decision/letter`,
      notice: t('letters.edit.saved'),
    }),
    redraw: ({ t }, it, form) => show('appraisal/letters/edit', letterPage(t, it, form)),
    redrawStale: async ({ db, t, today }, { application }, form) =>
      show('appraisal/letters/edit', letterPage(t, await heldLetter(db, application, today), form, true)),
  }),
]

/** @throws NotFound when there is no decision with an unreleased letter */
async function heldLetter(db: Db | Tx, application: ApplicationRecord, today: Day): Promise<LetterCase> {
  const decision = await decisionOn(db, application)
  if (!decision || decision.releasedAt !== null) throw new NotFound()
  return {
    application,
    decision,
    facts: await letterFacts(db, application, decision, { outcome: decision.outcome, on: goesOutOn(decision, today) }),
    organisationT: await organisationT(db, application),
  }
}
