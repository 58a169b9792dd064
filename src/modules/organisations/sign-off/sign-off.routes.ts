import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { chooseSignOff } from './sign-off.actions.ts'
import { signOffChoiceForm } from './sign-off.forms.ts'
import { formOfSignOffChoice, signOffChoicePage, staleSignOffChoice } from './sign-off.pages.ts'

/** The page on which a lead chooses whether an observer must sign off applications before they are submitted. */
export const signOffChoiceRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/sign-off', 'sign_off.choose', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const form = formOfSignOffChoice(organisation)
    page(res, 'organisations/sign-off/edit', signOffChoicePage(res.locals.t, organisation, form))
  }),

  submitForm(parts, {
    path: '/organisations/:id/sign-off',
    permission: 'sign_off.choose',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: () => signOffChoiceForm,
    act: (work, organisation, { data }) => chooseSignOff(work, organisation, data),
    done: (t, { id }, { data }) => ({
      address: `/organisations/${id}`,
      notice: t(data.wanted ? 'sign_off.choice.on' : 'sign_off.choice.off'),
    }),
    redraw: ({ t }, organisation, form) =>
      show('organisations/sign-off/edit', signOffChoicePage(t, organisation, form)),
    redrawStale: ({ t }, organisation) =>
      show('organisations/sign-off/edit', signOffChoicePage(t, organisation, staleSignOffChoice(t, organisation))),
  }),
]
