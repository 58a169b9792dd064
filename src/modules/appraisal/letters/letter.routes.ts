import { runLookups } from '../../../db/lookups.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingLookup } from '../../../web/autosaved-page.ts'
import { staleForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { panelNamesCheck } from '../../applications/applications.public.ts'
import { decisionOn } from '../decisions/decision.store.ts'
import { editLetter } from './letter.actions.ts'
import { keptFields, letterForm } from './letter.forms.ts'
import { letterPage, type LetterCase } from './letter.pages.ts'
import { decisionLetterDate, letterFactsFrom, letterLookups, organisationTLookup } from './letter.store.ts'

export const letterRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/decision/letter', 'decision_letter.release', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    page(res, 'appraisal/letters/edit', letterPage(t, await heldLetter({ db: parts.db, actor, today }, application)))
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/decision/letter',
      permission: 'decision_letter.release',
      load: async ({ permission, params, ...asking }) =>
        heldLetter(asking, await findApplication(asking.db, asking.actor, permission, params.id)),
      form: ({ t }) => letterForm(t),
      check: panelNamesCheck(keptFields, { savedIn: async (_asking, { decision }: LetterCase) => decision.letter }),
      act: (work, { application }, { data }) => editLetter(work, application, data),
      done: (t, { application }) => ({ address: addressOf(application), notice: t('letters.edit.saved') }),
      redraw: ({ t }, it, form) => show('appraisal/letters/edit', letterPage(t, it, { form, isStale: false })),
      redrawStale: async (asking, { application }, form) => {
        const entered = { form: staleForm(asking.t, form), isStale: true }
        return show('appraisal/letters/edit', letterPage(asking.t, await heldLetter(asking, application), entered))
      },
    },
    {
      fields: keptFields,
      address: ({ application }) => addressOf(application),
      record: async (_db, _asking, { decision }) => ({ version: decision.letterVersion, editing: '' }),
    },
  ),
]

const addressOf = ({ id }: ApplicationRecord): string => `/applications/${id}/decision/letter`

/** @throws NotFound when there is no decision, or its letter has been released */
async function heldLetter(
  { db, actor, today }: Pick<FormRequest, 'db' | 'actor' | 'today'>,
  application: ApplicationRecord,
): Promise<LetterCase> {
  const decision = await decisionOn(db, application)
  if (!decision || decision.releasedAt !== null) throw new NotFound()
  const { organisationT, typing, ...found } = await runLookups(db, {
    ...letterLookups(db, application, decision),
    organisationT: organisationTLookup(db, application),
    typing: typingLookup(db, { actor, today }, addressOf(application)),
  })
  const when = { outcome: decision.outcome, on: decisionLetterDate(decision, today) }
  return { application, decision, facts: await letterFactsFrom(db, application, when, found), organisationT, typing }
}
